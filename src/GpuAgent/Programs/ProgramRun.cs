using System.Collections.Immutable;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>One run of a program, from its first line to its end.</summary>
internal sealed class ProgramRun(
    RunOrder order, ProgramProcess process, ProgramCheckpoints checkpoints, IRunObserver observer, ProgramPulse pulse, Secrets secrets,
    IProgramLog log, TimeProvider time, TimeSpan grace)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A program that reports the next epoch so soon after it was let go on had trained that, and perhaps kept it in its folder, before it
    /// stood still: what was packed may be of either epoch.
    /// </summary>
    private static readonly TimeSpan MayBeAhead = TimeSpan.FromMilliseconds(100);

    private readonly ProgramSpec program = order.Program!;
    private readonly ProgramOutput output = new(RulesOf(order));
    private readonly DivergenceRule divergence = new(order.Metric, order.Program!.DivergedWhen);
    private readonly LastWords errors = new();
    private readonly CheckpointsKept kept = new(order);
    private readonly long? kills = MemoryKills.Count();
    private readonly long began = time.GetTimestamp();
    private long epochBegan = time.GetTimestamp();
    private long heard = time.GetTimestamp();
    private Ending? ending;
    private long askedToEnd;
    private long read;
    private bool ended;
    private (EpochMetrics Metrics, string? Checkpoint, long At)? trained;

    /// <exception cref="ProgramEndedException">It did not do its work.</exception>
    public RunEnding Follow()
    {
        while (!IsOver())
        {
        }
        var rest = process.End(out var left);
        foreach (var printed in rest)
            Take(printed);
        Tell();
        if (left.Count > 0)
            log.Write($"sweep: processes {string.Join(", ", left)} of the program cannot be killed.");
        return ending switch
        {
            { Failure: { } failure } => throw failure,
            { How: var how } => how,
            null when process.ExitCode == 0 => Close(),
            null => throw Crashed(process.ExitCode),
        };
    }

    private bool IsOver()
    {
        log.Flush();
        if (process.TryTake(BetweenLooks, out var what))
        {
            if (what is ProgramEvent.Exited)
                return true;
            if (what is ProgramEvent.Printed printed)
                Take(printed);
        }
        else if (trained is { At: var at } && TimeProvider.System.GetElapsedTime(at) >= MayBeAhead)
            Tell();
        if (ending is not null)
            return time.GetElapsedTime(askedToEnd) >= grace;
        // What cannot continue loses as much at an epoch's end as now.
        if (pulse.Beat() && !program.Continues)
            End(new(RunEnding.Stopped));
        else if (program.TimeoutSeconds is { } longest && time.GetElapsedTime(began).TotalSeconds >= longest)
            End(Fails(Outcome.TimedOut, FormattableString.Invariant($"The program ran for longer than its timeout of {longest:0.###} s.")));
        else if (program.StallSeconds is { } silence && time.GetElapsedTime(heard).TotalSeconds >= silence)
            End(Fails(Outcome.TimedOut, FormattableString.Invariant($"The program printed no line for {silence:0.###} s.")));
        return false;
    }

    private void End(Ending how)
    {
        if (ending is not null)
            return;
        ending = how;
        askedToEnd = time.GetTimestamp();
        process.Terminate();
    }

    private void Take(ProgramEvent.Printed printed)
    {
        heard = time.GetTimestamp();
        read = printed.At;
        if (trained is { At: var at } && TimeProvider.System.GetElapsedTime(at, read) >= MayBeAhead)
            Tell();
        var shown = secrets.Hidden(printed.Line.Text);
        log.Write(shown);
        if (printed.IsError)
            errors.Add(shown);
        else if (ending is null)
            Take(output.Take(printed.Line));
    }

    private void Take(Statement? said)
    {
        switch (said)
        {
            case EpochReport report: Report(report, time.GetElapsedTime(epochBegan)); break;
            case StepReport step: pulse.Step(step); break;
            case Remark remark: log.Write($"sweep: {remark.Sentence}"); break;
            case Violation wrong: End(Fails(Outcome.BadConfiguration, wrong.Sentence)); break;
            case CheckpointAhead ahead: End(Fails(Outcome.CheckpointLost, ahead.Sentence)); break;
        }
    }

    /// <param name="took">Where the program does not say how long it took.</param>
    private void Report(EpochReport report, TimeSpan took)
    {
        var metrics = EpochMetrics.Of(report.Epoch, report.Values, report.Seconds ?? took.TotalSeconds, IsDiverged(report));
        epochBegan = time.GetTimestamp();
        pulse.Begin(report.Epoch + 1);
        if (metrics.Impossible is { } impossible)
        {
            End(Fails(Outcome.BadConfiguration, $"The program reports an epoch with {impossible}."));
            return;
        }
        DoubtCheckpoint();
        Tell();
        kept.Add(metrics);
        var due = kept.IsDue(observer.StopAtEpochEnd);
        trained = (metrics, null, TimeProvider.System.GetTimestamp());
        if (program.Continues && !metrics.Diverged && due)
            trained = (metrics, Kept(report.Epoch), TimeProvider.System.GetTimestamp());
        if (trained is { Checkpoint: null } || ended)
            Tell();
        if (metrics.Diverged)
            End(new(RunEnding.Diverged));
        else if (due && report.Epoch < order.ToEpoch && observer.StopAtEpochEnd)
            End(new(RunEnding.Stopped));
    }

    /// <summary>An epoch whose checkpoint cannot be kept is told all the same.</summary>
    private string? Kept(int epoch)
    {
        try
        {
            return checkpoints.Keep(epoch, process);
        }
        catch (ProgramEndedException)
        {
            Tell();
            throw;
        }
    }

    /// <summary>The next epoch is there.</summary>
    private void DoubtCheckpoint()
    {
        if (trained is not { Checkpoint: { } file } soon || ended || TimeProvider.System.GetElapsedTime(soon.At, read) >= MayBeAhead)
            return;
        File.Delete(file);
        trained = soon with { Checkpoint = null };
    }

    private void Tell()
    {
        if (trained is { } epoch)
        {
            observer.EpochEnded(epoch.Metrics, epoch.Checkpoint);
            if (epoch.Checkpoint is not null)
                kept.Keep(epoch.Metrics.Epoch);
        }
        trained = null;
    }

    private RunEnding Close()
    {
        ended = true;
        var closing = output.End();
        // Of epochs that were not reported when they ended, each took its share.
        var share = time.GetElapsedTime(epochBegan) / Math.Max(1, closing.OfType<EpochReport>().Count());
        foreach (var said in closing)
        {
            if (said is EpochReport report)
                Report(report, share);
            else
                Take(said);
            if (ending is { Failure: { } failure })
                throw failure;
            if (ending is { How: RunEnding.Diverged })
                return RunEnding.Diverged;
        }
        return RunEnding.Completed;
    }

    private ProgramEndedException Crashed(int code)
    {
        var how = code > 128
            ? FormattableString.Invariant($"was ended by signal {code - 128}")
            : FormattableString.Invariant($"exited with code {code}");
        var kernelKilled = kills is { } before && MemoryKills.Count() > before;
        return MemoryExhaustion.SignIn(code, errors.Lines, kernelKilled) is { } sign
            ? new(Outcome.OutOfMemory, $"The program {how} for lack of memory: {sign}.")
            : new(Outcome.TrainerCrashed, $"The program {how}.{errors}");
    }

    private bool IsDiverged(EpochReport report) => divergence.Holds(report.Epoch, report.Values);

    private static OutputRules RulesOf(RunOrder order) => new(
        order.FromEpoch, order.ToEpoch, order.Metric, [.. ProgramVariables.Parameters(order).Keys],
        new(order.Program!.Patterns ?? ImmutableSortedDictionary<string, string>.Empty));

    private Ending Fails(Outcome outcome, string sentence) => new(default, new(outcome, secrets.Hidden(sentence)));

    /// <summary>Why a run is over before its program is.</summary>
    private sealed record Ending(RunEnding How, ProgramEndedException? Failure = null);
}
