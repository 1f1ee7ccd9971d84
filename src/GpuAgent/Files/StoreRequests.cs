using System.Net;
using Sweep.GpuAgent.Deciding;

namespace Sweep.GpuAgent.Files;

/// <summary>What is asked of the coordinator's store beside the agent's own work. Answers come on threads of the pool.</summary>
internal sealed class StoreRequests : IDisposable
{
    private readonly CancellationTokenSource ending = new();

    /// <summary>Is cancelled when nobody waits for answers any more.</summary>
    public CancellationToken Ended => ending.Token;

    /// <summary>Asks, and answers unless this has ended. Returns at once.</summary>
    /// <param name="otherwise">The answer where asking throws.</param>
    /// <param name="calledOff">Ends the request; the answer comes all the same.</param>
    public void Ask<T>(
        Func<CancellationToken, Task<T>> ask, Func<Exception, T> otherwise, Action<T> answer, CancellationToken? calledOff = null)
    {
        var ended = ending.Token;
        _ = Task.Run(
            async () =>
            {
                T answered;
                try
                {
                    answered = await ask(calledOff ?? ended);
                }
                catch (Exception e)
                {
                    answered = otherwise(e);
                }
                if (!ended.IsCancellationRequested)
                    answer(answered);
            },
            CancellationToken.None);
    }

    /// <summary>Asks; what is not found is absent, and whatever else it was, trying again is all that can be done.</summary>
    /// <param name="calledOff">As above.</param>
    public void Ask(
        Func<CancellationToken, Task<StoreAnswer>> ask, Action<StoreAnswer> answer, CancellationToken? calledOff = null) => Ask(
            ask,
            e => e is HttpRequestException { StatusCode: HttpStatusCode.NotFound }
                ? new StoreAnswer.Absent(e.Message)
                : new StoreAnswer.Failed(e.Message),
            answer, calledOff);

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }
}
