using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Reproducing;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Files;
using Sweep.Protocol.Trainers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary>Trains a trial again, alone, and shows how its epochs compare with the recorded ones while it goes.</summary>
internal sealed class RepeatedTraining(Terminal terminal, TimeProvider clock, IReadOnlyList<RecordedEpoch> recorded, Epsilon epsilon)
{
    private readonly ImmutableArray<RepeatedEpoch>.Builder trained = ImmutableArray.CreateBuilder<RepeatedEpoch>();
    private long spoke = clock.GetTimestamp();
    private Provenance? provenance;

    /// <summary>Where and with what it was trained.</summary>
    public Provenance Provenance => provenance ?? throw new InvalidOperationException("The trainer has not begun yet.");

    /// <summary>The last checkpoint written.</summary>
    public string? LastCheckpoint { get; private set; }

    /// <param name="folder">Receives the checkpoints; only the last one stays.</param>
    /// <param name="code">The folder with the program's code; null where there is none.</param>
    public async Task<ImmutableArray<RepeatedEpoch>> Train(
        LocalTrainer trainer, RunOrder order, string folder, string? code, CancellationToken cancellation)
    {
        var events = trainer.Follow(new TrainOrder(order, null, folder) { Code = code }, cancellation);
        if (!terminal.Json && terminal.Out.IsLive())
            await terminal.Out.Status().StartAsync("loading the dataset",
                status => Watch(events, order.ToEpoch, text => status.Status(Markup.Escape(text)), LineAbove));
        else
            await Watch(events, order.ToEpoch, SayNowAndThen, terminal.Tell);
        return trained.ToImmutable();
    }

    private async Task Watch(IAsyncEnumerable<TrainerEvent> events, int epochs, Action<string> progress, Action<string> tell)
    {
        await foreach (var what in events)
        {
            switch (what)
            {
                case RunBegun(var provenance):
                    this.provenance = provenance;
                    tell($"again:    on {ReproductionText.Place(provenance)}");
                    if (ProvenanceChange.Of(Stretch.Of(recorded), provenance)
                        .FirstOrDefault(change => change.What == ProvenanceChange.Dataset) is not null)
                        tell("The dataset is not the one that was trained on: its fingerprint differs, so this is another training; "
                            + "interrupt it, or name the right folder with --data.");
                    break;
                case Stepped s:
                    progress(string.Create(CultureInfo.InvariantCulture, $"epoch {s.Epoch}/{epochs}  step {s.Step}/{s.Steps}  "
                        + $"trainLoss {Numbers.Measure(s.MeanLoss)}  {Numbers.Rate(s.ImagesPerSecond)} images/s"));
                    break;
                case EpochTrained(var metrics, var checkpoint):
                    trained.Add(new(metrics, Kept(checkpoint)));
                    tell(ReproductionText.Epoch(
                        EpochComparison.Of(metrics.Epoch, recorded.ElementAtOrDefault(metrics.Epoch - 1), trained[^1], epsilon), epochs));
                    break;
            }
        }
    }

    /// <returns>The SHA-256 of the checkpoint.</returns>
    private string? Kept(string? checkpoint)
    {
        if (checkpoint is null)
            return null;
        if (LastCheckpoint is { } before)
            File.Delete(before);
        LastCheckpoint = checkpoint;
        return Sha256Name.OfFile(checkpoint);
    }

    private void LineAbove(string line) => terminal.Out.Write(new Text(VisibleText.Sentence(line) + Environment.NewLine));

    private void SayNowAndThen(string progress)
    {
        if (clock.GetElapsedTime(spoke) < PlainScreen.Interval)
            return;
        spoke = clock.GetTimestamp();
        terminal.Tell(progress);
    }
}
