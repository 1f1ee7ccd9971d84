using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Drilling.Processes;

/// <summary>
/// Asks a coordinator that is killed, frozen and started again all the time, and whose disk is full now and then: past the gateways, again
/// and again until it answers, but not for ever.
/// </summary>
internal sealed class PatientClient(PrivateCluster cluster) : IDisposable
{
    /// <summary>Longer than any freeze and any start, also one after the other and on a machine that has other things to do.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(3);

    /// <summary>Asking takes about so much of the coordinator's time.</summary>
    private const double AskingShare = 0.1;

    private (CoordinatorAddress Address, HttpCoordinator Http)? current;

    /// <param name="experiment">What the sweep is made of; null where it is the drill's own.</param>
    public Task Submit(SweepSpec sweep, DrillExperiment? experiment, CancellationToken cancellation) => Ask(
        async (coordinator, token) =>
        {
            if (experiment is { Archive: { } archive, Spec.Program.Code: { } code })
            {
                await using var file = File.OpenRead(archive);
                await coordinator.PutCode(code, file, token);
            }
            return await coordinator.Submit(sweep, experiment?.Source ?? SweepFileText.Of(sweep), token);
        },
        cancellation);

    public Task<ImmutableArray<TrialRow>> Results(string sweep, CancellationToken cancellation) =>
        Ask((coordinator, token) => coordinator.Results(sweep, token), cancellation);

    /// <summary>Waits until so many agents are at work.</summary>
    public async Task UntilOnline(int agents, CancellationToken cancellation)
    {
        while ((await Ask((coordinator, token) => coordinator.Agents(token), cancellation))
            .Count(agent => agent.State == AgentStatus.Online) < agents)
        {
            // They start at the same time as the coordinator, and join when it is there.
        }
    }

    /// <summary>Waits until nothing is in training any more, for a while.</summary>
    public async Task UntilIdle(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            while ((await Ask((coordinator, token) => coordinator.Status(token), limit.Token)).Running.Length > 0)
            {
                // Agents deliver their last words.
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What is still in training has no trial left that waits for it.
        }
    }

    public void Dispose() => current?.Http.Dispose();

    /// <exception cref="InvalidOperationException">It did not answer for far too long, or says that it does not know what it
    /// acknowledged.</exception>
    private async Task<T> Ask<T>(Func<HttpCoordinator, CancellationToken, Task<T>> question, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var (answered, answer) = await TryAsk(question, cancellation);
            await Task.Delay(answered ? PauseAfter(Stopwatch.GetElapsedTime(asked)) : LeastPause, cancellation);
            if (answered)
                return answer!;
            if (Stopwatch.GetElapsedTime(since) > Silence)
                throw new InvalidOperationException($"the coordinator did not answer for {Durations.InWords(Silence)}.");
        }
    }

    private async Task<(bool Answered, T? Answer)> TryAsk<T>(
        Func<HttpCoordinator, CancellationToken, Task<T>> question, CancellationToken cancellation)
    {
        if (Connected() is not { } coordinator)
            return (false, default);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(AnswerPatience);
        try
        {
            return (true, await question(coordinator, patience.Token));
        }
        catch (BadInputException refusal)
        {
            throw new InvalidOperationException($"the coordinator refuses what it accepted before: {refusal.Message}");
        }
        catch (Exception e) when (
            !cancellation.IsCancellationRequested
            && e is NoCoordinatorException or DeviceRefusedException or HttpRequestException or IOException or JsonException
                or OperationCanceledException)
        {
            return (false, default);
        }
    }

    private static TimeSpan PauseAfter(TimeSpan asking) =>
        TimeSpan.FromSeconds(Math.Clamp(asking.TotalSeconds / AskingShare, LeastPause.TotalSeconds, MostPause.TotalSeconds));

    private HttpCoordinator? Connected()
    {
        if (cluster.Address is not { } address)
            return null;
        if (current?.Address != address)
        {
            current?.Http.Dispose();
            current = (address, new(address));
        }
        return current.Value.Http;
    }
}
