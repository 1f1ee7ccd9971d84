using System.Net;
using Sweep.Experiments.Running;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.GpuAgent.Files;

/// <summary>The coordinator's checkpoints over HTTP. Answers come on threads of the pool, and none after its end.</summary>
internal sealed class HttpStore(CoordinatorHttp http) : IStore, IDisposable
{
    private readonly StoreRequests requests = new();

    public void OpenSession(string coordinator, Action<SessionAnswer> answer) => requests.Ask(
        async ends => new SessionAnswer(await SessionClient.Open(http.Client, coordinator, ends)),
        e => new(null, e.InnerException is { } inner ? $"{e.Message.TrimEnd('.')}: {inner.Message}" : e.Message),
        answer);

    public void Has(StoreAddress at, string sha256, Action<StoreAnswer> answer) => requests.Ask(
        async ends => await Client(at).Has(sha256, ends)
            ? StoreAnswer.Done.Instance
            : new StoreAnswer.Absent("The coordinator does not have it."),
        answer);

    public void Put(StoreAddress at, string sha256, string path, Action<long> sent, Action<StoreAnswer> answer) => requests.Ask(
        async ends =>
        {
            try
            {
                await Client(at).Put(sha256, path, sent, ends);
                return StoreAnswer.Done.Instance;
            }
            catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.BadRequest)
            {
                return new StoreAnswer.Refused(e.Message);
            }
            catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.NotFound)
            {
                return new StoreAnswer.Failed(e.Message);
            }
        },
        answer);

    public Action Get(StoreAddress at, CheckpointReference checkpoint, string target, Action<StoreAnswer> answer)
    {
        var calledOff = CancellationTokenSource.CreateLinkedTokenSource(requests.Ended);
        requests.Ask(
            async ends =>
            {
                await Client(at).Get(checkpoint, target, ends);
                return StoreAnswer.Done.Instance;
            },
            answer, calledOff.Token);
        return calledOff.Cancel;
    }

    public void Dispose() => requests.Dispose();

    private BlobClient Client(StoreAddress at) => new(at.Url, at.Token, http.Client);
}
