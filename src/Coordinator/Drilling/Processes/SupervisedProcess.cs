using System.Diagnostics;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>
/// A process that is started again whenever it ends, as systemd would. The drill kills it on purpose; an end of its own accord is a
/// finding.
/// </summary>
/// <param name="isUp">Whether the living process has come so far as to do its work.</param>
internal sealed class SupervisedProcess(string name, Func<Child> start, Func<Child, bool> isUp, Action<string> find) : IAsyncDisposable
{
    private const int OwnEndsAllowed = 3;
    private static readonly TimeSpan AfterOwnEnd = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource ending = new();
    private volatile Child? current;
    private volatile TaskCompletionSource? killing;
    private TimeSpan down;
    private long startedAt;
    private long upAt;
    private Task keeping = Task.CompletedTask;

    public int Starts { get; private set; }

    /// <summary>Whether an end of its own accord is as it should be, by its exit code and by how long it lived.</summary>
    public Func<int, TimeSpan, bool> MayEnd { get; init; } = (_, _) => false;

    /// <summary>The living process; null while there is none.</summary>
    public Child? Current => current;

    /// <summary>How long the living process has lived.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(Interlocked.Read(ref startedAt));

    /// <summary>How long it has been at work, counted from when this was first asked; null while it is not.</summary>
    public TimeSpan? AtWork()
    {
        if (current is not { } child || !isUp(child))
            return null;
        Interlocked.CompareExchange(ref upAt, Stopwatch.GetTimestamp(), 0);
        return Stopwatch.GetElapsedTime(Interlocked.Read(ref upAt));
    }

    public void Begin() => keeping = Keep();

    /// <summary>Faulted where the process ends by itself again and again.</summary>
    public Task Keeping => keeping;

    /// <summary>SIGKILL. Returns when another process has been started, after <paramref name="dead"/>.</summary>
    public async Task Kill(TimeSpan dead, CancellationToken cancellation)
    {
        var restarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        down = dead;
        killing = restarted;
        current?.Kill();
        await restarted.Task.WaitAsync(cancellation);
    }

    /// <summary>Asks it to end and does not start it again.</summary>
    public async Task End()
    {
        if (!ending.IsCancellationRequested)
            await ending.CancelAsync();
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (current is not { } child)
            return;
        child.CloseStdin();
        using var patience = new CancellationTokenSource(Patience);
        await child.Ended(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!child.HasExited)
            find($"{name} did not end within {Durations.InWords(Patience)} after its parent had let go of it.");
        current = null;
        child.Dispose();
    }

    /// <summary>At once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!ending.IsCancellationRequested)
            await ending.CancelAsync();
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        current?.Dispose();
        current = null;
        ending.Dispose();
    }

    private async Task Keep()
    {
        for (var ownEnds = 0; ;)
        {
            var child = start();
            Interlocked.Exchange(ref startedAt, Stopwatch.GetTimestamp());
            Interlocked.Exchange(ref upAt, 0);
            current = child;
            Starts++;
            Interlocked.Exchange(ref killing, null)?.TrySetResult();
            await child.Ended(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!child.HasExited)
                return;
            current = null;
            if (killing is null && !ending.IsCancellationRequested && !MayEnd(child.ExitCode, Age))
            {
                find($"{name} ended by itself with exit code {child.ExitCode}; its last lines:"
                    + $"{Environment.NewLine}{string.Join(Environment.NewLine, child.LastWords)}");
                if (++ownEnds == OwnEndsAllowed)
                    throw new InvalidOperationException($"{name} ends by itself again and again.");
            }
            child.Dispose();
            if (ending.IsCancellationRequested)
                return;
            await Task.Delay(killing is null ? AfterOwnEnd : down, ending.Token);
        }
    }
}
