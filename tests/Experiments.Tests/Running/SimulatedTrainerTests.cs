using System.Security.Cryptography;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Running;

public sealed class SimulatedTrainerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-simulated").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Epochs_ComeInOrderWithCheckpoints()
    {
        var seen = new Seen(folder);

        var ending = new SimulatedTrainer().Train(Order(toEpoch: 3), null, seen);

        Assert.Equal(RunEnding.Completed, ending);
        Assert.Equal([1, 2, 3], seen.Epochs.Select(e => e.Epoch));
        Assert.All(seen.Checkpoints, path => Assert.True(File.Exists(path)));
        Assert.Equal("none", seen.Provenance!.Libtorch);
        Assert.Equal(64, seen.Provenance.DatasetFingerprint.Length);
    }

    [Fact]
    public void ResumedRun_EqualsUninterrupted()
    {
        var whole = new Seen(folder);
        new SimulatedTrainer().Train(Order(toEpoch: 6), null, whole);
        var first = new Seen(folder) { StopAfter = 2 };

        Assert.Equal(RunEnding.Stopped, new SimulatedTrainer().Train(Order(toEpoch: 6), null, first));
        var second = new Seen(folder);
        Assert.Equal(RunEnding.Completed, new SimulatedTrainer().Train(Order(toEpoch: 6, from: Reference(2, first.Checkpoints[^1]!)), first.Checkpoints[^1], second));

        Assert.Equal(whole.Epochs, [.. first.Epochs, .. second.Epochs]);
    }

    [Fact]
    public void Continuation_FollowsTheCheckpointsContent()
    {
        var mine = new Seen(folder);
        new SimulatedTrainer().Train(Order(toEpoch: 2), null, mine);
        var other = new Seen(folder);
        new SimulatedTrainer().Train(Order(toEpoch: 1, seed: 5), null, other);
        var continued = new Seen(folder);

        new SimulatedTrainer().Train(Order(toEpoch: 2, from: Reference(1, other.Checkpoints[0]!)), other.Checkpoints[0], continued);

        Assert.NotEqual(mine.Epochs[1], continued.Epochs[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("no JSON")]
    [InlineData("""{"Epoch":1,"State":"zz"}""")]
    [InlineData("""{"Epoch":1,"State":null}""")]
    [InlineData("""{"Epoch":1,"State":"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"}""")]
    public void ContentThatIsNoCheckpoint_IsUnusable(string content)
    {
        var file = Path.Combine(folder, "poisoned");
        File.WriteAllText(file, content);

        Assert.Throws<CheckpointUnusableException>(() => new SimulatedTrainer().Train(Order(toEpoch: 2, from: Reference(1, file)), file, new Seen(folder)));
    }

    [Fact]
    public void CheckpointOfAnotherEpoch_IsRefused()
    {
        var seen = new Seen(folder);
        new SimulatedTrainer().Train(Order(toEpoch: 1), null, seen);

        Assert.Throws<CheckpointUnusableException>(() =>
            new SimulatedTrainer().Train(Order(toEpoch: 5, from: Reference(3, seen.Checkpoints[0]!)), seen.Checkpoints[0], new Seen(folder)));
    }

    [Fact]
    public void LearningRateAboveOne_Diverges()
    {
        var seen = new Seen(folder);

        Assert.Equal(RunEnding.Diverged, new SimulatedTrainer().Train(Order(toEpoch: 3, lr: 1e10), null, seen));
        Assert.True(Assert.Single(seen.Epochs).Diverged);
        Assert.Null(Assert.Single(seen.Checkpoints));
    }

    [Fact]
    public void StopAtTheLastEpoch_IsCompletion() =>
        Assert.Equal(RunEnding.Completed, new SimulatedTrainer().Train(Order(toEpoch: 2), null, new Seen(folder) { StopAfter = 2 }));

    [Fact]
    public void FewerCheckpoints_AreOfTheEpochsThatAreDue_AndChangeNothingElse()
    {
        var (every, fewer) = (new Seen(folder), new Seen(folder));
        new SimulatedTrainer().Train(Order(toEpoch: 8), null, every);
        new SimulatedTrainer().Train(Order(toEpoch: 8) with { Checkpoints = new(new(Epochs: 3), [4]) }, null, fewer);

        Assert.Equal([3, 4, 7, 8], fewer.Epochs.Zip(fewer.Checkpoints).Where(pair => pair.Second is not null).Select(pair => pair.First.Epoch));
        Assert.Equal(every.Epochs, fewer.Epochs);
    }

    [Fact]
    public void ARunThatIsStopped_LeavesACheckpoint_WhereNoneWasDue()
    {
        var seen = new Seen(folder) { StopAfter = 2 };

        Assert.Equal(RunEnding.Stopped, new SimulatedTrainer().Train(Order(toEpoch: 8) with { Checkpoints = new(new(Epochs: 100), []) }, null, seen));

        // The word came when the second epoch was told, and what was trained until then had been left out.
        Assert.Equal(3, seen.Epochs.Count);
        Assert.Equal([false, false, true], seen.Checkpoints.Select(path => path is not null));
    }

    [Fact]
    public void LearningRate_Matters()
    {
        double Accuracy(double lr)
        {
            var seen = new Seen(folder);
            new SimulatedTrainer().Train(Order(toEpoch: 8, lr: lr), null, seen);
            return seen.Epochs[^1].ValAccuracy;
        }

        Assert.InRange(Accuracy(1e-3), 0.7, 0.85);
        Assert.InRange(Accuracy(1e-5), 0.1, 0.4);
        Assert.InRange(Accuracy(1e-1), 0.1, 0.4);
    }

    [Fact]
    public void EpochWithAPrice_TellsItsProgress()
    {
        var seen = new Seen(folder);

        new SimulatedTrainer().Train(Order(toEpoch: 2) with { Model = new(ModelSpec.Simulated, 1) }, null, seen);

        Assert.Equal([0.001, 0.001], seen.Epochs.Select(e => e.Seconds));
        Assert.Equal(2, seen.Steps);
    }

    private static RunOrder Order(int toEpoch, CheckpointReference? from = null, double lr = 1e-3, long seed = 0)
    {
        var parameters = new RunParameters(lr, 1e-3, 8, seed);
        return new(parameters.RunOf("some"), "some", parameters, new(DatasetSpec.Shapes10, null, null), new(ModelSpec.Simulated), Precision.Auto, from, toEpoch);
    }

    private static CheckpointReference Reference(int epoch, string path) =>
        new(epoch, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), new FileInfo(path).Length);

    private sealed class Seen(string folder) : IRunObserver
    {
        public List<EpochMetrics> Epochs { get; } = [];
        public List<string?> Checkpoints { get; } = [];
        public Provenance? Provenance { get; private set; }
        public int Steps { get; private set; }
        public int? StopAfter { get; init; }
        public bool StopAtEpochEnd => Epochs.Count >= StopAfter;

        public void Started(Provenance provenance) => Provenance = provenance;
        public void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond) => Steps++;
        public string CheckpointPath(int epoch) => Path.Combine(folder, $"{Guid.NewGuid():N}-{epoch}");

        public void EpochEnded(EpochMetrics metrics, string? checkpoint)
        {
            Epochs.Add(metrics);
            Checkpoints.Add(checkpoint);
        }
    }
}
