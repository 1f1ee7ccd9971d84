using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.LocalAgents;

/// <summary>
/// A trainer of the agent's program for a command that needs the network itself; libtorch never comes into this process. The trainer ends
/// when this is disposed of, and by itself when this process ends in another way, because its stdin does.
/// </summary>
internal sealed class LocalTrainer : IAsyncDisposable
{
    public const string Cpu = "cpu";
    /// <summary>The machine's first GPU where there is one that can be trained on, else the processor.</summary>
    public const string Auto = "auto";
    /// <summary>The trainer's exit code where libtorch, or the GPU asked for, is not there; its last line says so.</summary>
    private const int NoLibTorch = 3;

    private readonly Channel<TrainerEvent> told = Channel.CreateUnbounded<TrainerEvent>(new() { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<TrainerExit> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TrainerProcess process;

    private LocalTrainer(ProcessStartInfo start) => process = TrainerProcess.Start(
        start,
        (_, what) => told.Writer.TryWrite(what),
        (_, exit) =>
        {
            exited.SetResult(exit);
            told.Writer.Complete();
        },
        _ => { });

    /// <param name="device"><see cref="Cpu"/>, <see cref="Auto"/> or, for instance, <c>cuda:0</c>.</param>
    /// <param name="data">The value of <c>--data</c>.</param>
    public static LocalTrainer Start(string device, string? data)
    {
        var program = AgentProgram.Find(AppContext.BaseDirectory, Variable.Of(AgentProgram.Variable, "the agent's program"));
        var start = AgentProgram.StartInfo(
            program, ["train", "--device", device, .. data is null ? Array.Empty<string>() : ["--data", Path.GetFullPath(data)]]);
        // As agents start theirs: one thread on a processor, whatever libtorch would like.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["MKL_NUM_THREADS"] = "1";
        return new(start);
    }

    /// <summary>What the trainer tells about an order, up to its good end.</summary>
    /// <exception cref="BadInputException">
    /// The order cannot be followed by any trainer: a dataset that is not there, for instance.
    /// </exception>
    /// <exception cref="LocalAgentGaveUpException">The trainer came to a bad end.</exception>
    public async IAsyncEnumerable<TrainerEvent> Follow(TrainerOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        process.Order(order);
        while (await Heard(cancellation))
        {
            while (told.Reader.TryRead(out var what))
            {
                if (what is OrderEnded ended)
                {
                    Check(ended);
                    yield break;
                }
                yield return what;
            }
        }
        var exit = await exited.Task;
        throw new LocalAgentGaveUpException(
            exit is { Code: NoLibTorch, Stderr: [.., var why] } ? why : exit.ToString(), ExitCode.Unexpected);
    }

    /// <returns>False when the trainer has ended.</returns>
    private async Task<bool> Heard(CancellationToken cancellation)
    {
        var (heard, lifelessness) = (told.Reader.WaitToReadAsync(cancellation).AsTask(), new Lifelessness());
        while (await Task.WhenAny(heard, Task.Delay(Lifelessness.Interval, cancellation)) != heard && !cancellation.IsCancellationRequested)
        {
            if (lifelessness.Look(process.ProcessorTime))
                throw new LocalAgentGaveUpException(
                    $"The trainer (process {process.Pid}) has said nothing and computed nothing for "
                    + $"{Durations.InWords(Lifelessness.Interval * Lifelessness.MostLooks)}, "
                    + "so it was given up: run the command again.",
                    ExitCode.Unexpected);
        }
        return await heard;
    }

    /// <summary>Follows an order whose end is all that matters.</summary>
    public async Task Do(TrainerOrder order, CancellationToken cancellation)
    {
        await foreach (var _ in Follow(order, cancellation))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await exited.Task;
    }

    private static void Check(OrderEnded ended)
    {
        switch (ended.Outcome)
        {
            case Outcome.Completed or Outcome.Diverged:
                return;
            case Outcome.BadConfiguration or Outcome.CheckpointLost:
                throw new BadInputException(ended.Detail);
            default:
                throw new LocalAgentGaveUpException(ended.Detail, ExitCode.Unexpected);
        }
    }
}
