namespace Sweep.GpuAgent.Files;

/// <summary>Gives up a transfer that stands still, however long a moving one takes.</summary>
internal sealed class Movement : IDisposable
{
    private readonly TimeSpan standstill;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenSource moving;

    public Movement(TimeSpan standstill, CancellationToken cancellation)
    {
        (this.standstill, this.cancellation) = (standstill, cancellation);
        moving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Moved();
    }

    /// <summary>Something went over the line.</summary>
    public void Moved() => moving.CancelAfter(standstill);

    /// <exception cref="TimeoutException">Nothing moved for too long.</exception>
    public async Task<T> Watch<T>(Func<CancellationToken, Task<T>> transfer)
    {
        try
        {
            return await transfer(moving.Token);
        }
        catch (OperationCanceledException) when (moving.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing moved for {standstill.TotalSeconds:0.###} seconds");
        }
    }

    public void Dispose() => moving.Dispose();
}
