using System.Net;
using Sweep.Experiments.Running;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.GpuAgent.Files;

/// <summary>The coordinator's checkpoints over HTTP. Answers come on threads of the pool, and none after its end.</summary>
internal sealed class HttpStore(CoordinatorHttp http) : IStore, IDisposable
{
    private readonly CancellationTokenSource ending = new();

    public void OpenSession(string coordinator, Action<SessionAnswer> answer)
    {
        var ended = ending.Token;
        _ = Task.Run(
            async () =>
            {
                SessionAnswer answered;
                try
                {
                    answered = new(await SessionClient.Open(http.Client, coordinator, ended));
                }
                catch (Exception e)
                {
                    answered = new(null, e.InnerException is { } inner ? $"{e.Message.TrimEnd('.')}: {inner.Message}" : e.Message);
                }
                if (!ended.IsCancellationRequested)
                    answer(answered);
            },
            CancellationToken.None);
    }

    public void Has(StoreAddress at, string sha256, Action<StoreAnswer> answer) => Ask(
        answer,
        async ends => await Client(at).Has(sha256, ends)
            ? StoreAnswer.Done.Instance
            : new StoreAnswer.Absent("The coordinator does not have it."),
        ending.Token);

    public void Put(StoreAddress at, string sha256, string path, Action<long> sent, Action<StoreAnswer> answer) =>
        Ask(
            answer,
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
            },
            ending.Token);

    public Action Get(StoreAddress at, CheckpointReference checkpoint, string target, Action<StoreAnswer> answer)
    {
        var calledOff = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        Ask(
            answer,
            async ends =>
            {
                try
                {
                    await Client(at).Get(checkpoint, target, ends);
                    return StoreAnswer.Done.Instance;
                }
                catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.NotFound)
                {
                    return new StoreAnswer.Absent(e.Message);
                }
            },
            calledOff.Token);
        return calledOff.Cancel;
    }

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }

    private BlobClient Client(StoreAddress at) => new(at.Url, at.Token, http.Client);

    private void Ask(Action<StoreAnswer> answer, Func<CancellationToken, Task<StoreAnswer>> ask, CancellationToken ends)
    {
        var ended = ending.Token;
        _ = Task.Run(
            async () =>
            {
                var found = await Answer(ask, ends);
                if (!ended.IsCancellationRequested)
                    answer(found);
            },
            CancellationToken.None);
    }

    /// <summary>Whatever it was, trying again is all that can be done.</summary>
    private static async Task<StoreAnswer> Answer(Func<CancellationToken, Task<StoreAnswer>> ask, CancellationToken ends)
    {
        try
        {
            return await ask(ends);
        }
        catch (Exception e)
        {
            return new StoreAnswer.Failed(e.Message);
        }
    }
}
