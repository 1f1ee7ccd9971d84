using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Training;

/// <summary>
/// What short trainings gave once they give for ever. By libtorch: every bit on the kind of processor they were written down on. Which kernels
/// MKL and oneDNN choose depends on the processor, so on any other the metrics are held to what rounding may move. By our own loops: every bit
/// on every processor.
/// </summary>
public sealed class TrainingBitsTests
{
    private const string WrittenDownOn = "GenuineIntel, family 6, model 207, AVX-512";

    private const int ValidationImages = 64;
    private static readonly DatasetSpec Spec = new(DatasetSpec.Shapes10, 96, ValidationImages);
    private static readonly Dataset Shapes = Datasets.Load(Spec, null);

    /// <summary>The last epoch's metrics, and the SHA-256 of the checkpoint after it.</summary>
    public static TheoryData<double, double, int, long, int, double, double, double, string> Trainings => new()
    {
        {
            1e-3, 1e-3, 8, 0, 2, 2.2966612180074057, 2.2997021675109863, 0.140625,
            "daa5e957652dd7592ec16b5cc5357604a5a91db5648cdfefba57281ff5d7b7ee"
        },
        {
            3e-3, 0, 1, 1, 1, 2.328144893050194, 2.3038803040981293, 0.109375,
            "f472834755c69f68d6a27717fa5d645754188e954af92801876a55e7b74482b6"
        },
        {
            3e-4, 0.1, 7, 2, 3, 2.2861588398615518, 2.297107309103012, 0.125,
            "2db63d6b8f8108dcb1881050c7804a7fc39a9402a96af2aee25da25328e04f4e"
        },
        {
            1e-2, 1e-3, 32, -5, 2, 2.3753697872161865, 2.294132947921753, 0.109375,
            "6eb0d89fa392e6b32419db23883cbb3ee3c74adcb88258c33ab566c060015c12"
        },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void ATraining_GivesWhatItAlwaysGave(
        double lr, double decay, int batch, long seed, int epochs, double trainLoss, double valLoss, double valAccuracy, string state)
    {
        using var run = RunOnDisk.Train(Order(lr, decay, batch, seed, epochs), Shapes);

        Check(new(epochs, trainLoss, valLoss, valAccuracy, 0), state, run);
    }

    [Fact]
    public void AContinuedTraining_GivesWhatItAlwaysGave()
    {
        var order = Order(1e-3, 1e-3, 8, 0, 2);
        using var begun = RunOnDisk.Train(order, Shapes, stopAfter: 1);
        using var run = RunOnDisk.Train(order with { From = new(1, "", 0) }, Shapes, begun.CheckpointPath(1));

        Check(
            new(2, 2.2966612180074057, 2.2997021675109863, 0.140625, 0),
            "daa5e957652dd7592ec16b5cc5357604a5a91db5648cdfefba57281ff5d7b7ee", run);
    }

    /// <summary>The same trainings by our own loops; of the SHA-256 half is enough.</summary>
    public static TheoryData<double, double, int, long, int, double, double, double, string> DirectTrainings => new()
    {
        { 1e-3, 1e-3, 8, 0, 2, 2.296661227720889, 2.299702159725879, 0.140625, "ba22d67a68d54ff344460e63c03e94eb" },
        { 3e-3, 0, 1, 1, 1, 2.3281448945285383, 2.3038802673145446, 0.109375, "6ea7a1b3027a16e934642872ab71633f" },
        { 3e-4, 0.1, 7, 2, 3, 2.286158834141395, 2.2971073283326677, 0.125, "6f59d34077f6cbede42899c2791a1f7e" },
        { 1e-2, 1e-3, 32, -5, 2, 2.375369901554525, 2.294132833402069, 0.109375, "6719185e6a6ed43b8e5a930fb92900dc" },
    };

    [Theory]
    [MemberData(nameof(DirectTrainings))]
    public void ADirectTraining_GivesWhatItAlwaysGave_OnEveryProcessor(
        double lr, double decay, int batch, long seed, int epochs, double trainLoss, double valLoss, double valAccuracy, string state)
    {
        using var run = RunOnDisk.Train(Order(lr, decay, batch, seed, epochs) with { Arithmetic = Arithmetics.Direct }, Shapes);

        Assert.Equal(Arithmetics.Direct, run.Provenance!.Arithmetic);
        Assert.Equal(
            (new EpochMetrics(epochs, trainLoss, valLoss, valAccuracy, 0), state),
            (run.Results.Last(), Convert.ToHexStringLower(SHA256.HashData(run.StateAfter(epochs)))[..32]));
    }

    private static RunOrder Order(double lr, double decay, int batch, long seed, int epochs) =>
        new(new("run"), "sweep", new(lr, decay, batch, seed), Spec, new(ModelSpec.NotebookCnn), Precision.Fp32, null, epochs)
        {
            Arithmetic = Arithmetics.LibTorch,
        };

    private static void Check(EpochMetrics expected, string state, RunOnDisk run)
    {
        var actual = run.Results.Last();
        if (Processor() == WrittenDownOn)
        {
            Assert.Equal(expected, actual);
            Assert.Equal(state, Convert.ToHexStringLower(SHA256.HashData(run.StateAfter(actual.Epoch))));
            return;
        }
        // Measured on that processor held to AVX2, to SSE4.1 and to MKL's kernels for any processor: 5e-6 at most, and no image otherwise.
        Assert.Equal(expected.Epoch, actual.Epoch);
        Assert.Equal(expected.TrainLoss, actual.TrainLoss, 1e-4);
        Assert.Equal(expected.ValLoss, actual.ValLoss, 1e-4);
        Assert.Equal(expected.ValAccuracy, actual.ValAccuracy, 2.5 / ValidationImages);
    }

    /// <summary>The processor's kind, and what its user has libtorch do without.</summary>
    private static string Processor()
    {
        var lines = File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2)).ToList();
        string Of(string key) => lines.FirstOrDefault(line => line[0].Trim() == key)?[^1].Trim() ?? "unknown";
        var held = string.Concat(new[] { "ONEDNN_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY", "MKL_ENABLE_INSTRUCTIONS", "MKL_CBWR" }
            .Where(name => Environment.GetEnvironmentVariable(name) is not null)
            .Select(name => $", {name}={Environment.GetEnvironmentVariable(name)}"));
        return $"{Of("vendor_id")}, family {Of("cpu family")}, model {Of("model")}{(Avx512F.IsSupported ? ", AVX-512" : "")}{held}";
    }
}
