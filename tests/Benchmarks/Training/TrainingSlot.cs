using System.Diagnostics;
using System.Globalization;
using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;

namespace Sweep.Benchmarks.Training;

/// <summary>
/// A training slot as a process: for every number read, an epoch over that many images by the trainer that sweeps use, answered by the
/// seconds it took and the processor seconds it used. <c>pytorch_slot.py</c> answers in the same way.
/// </summary>
internal static class TrainingSlot
{
    public const string Verb = "training-slot";
    private const int Side = 32;

    /// <param name="arithmetic">The one that is asked for; null is the trainer's own choice.</param>
    public static int Serve(TextReader questions, TextWriter answers, string? arithmetic)
    {
        using var trainer = new NotebookTrainer(spec => Noise(spec.Train!.Value), "cpu", TimeProvider.System);
        while (questions.ReadLine() is { } line)
        {
            var images = int.Parse(line, CultureInfo.InvariantCulture);
            var epoch = new OneEpoch();
            trainer.Train(
                new(new("benchmark"), "benchmark", new(1e-3, 1e-3, 8, 0), new("noise", images, null), new(ModelSpec.NotebookCnn), Precision.Fp32, null, 1)
                {
                    Arithmetic = arithmetic,
                },
                null, epoch);
            answers.WriteLine(FormattableString.Invariant($"{epoch.Seconds} {epoch.ProcessorSeconds}"));
            answers.Flush();
        }
        return 0;
    }

    /// <summary>What is in the images makes no difference to the speed. One image to validate with, so that the epoch is all training.</summary>
    private static Dataset Noise(int count)
    {
        return Dataset.Of("noise", Images(count), Images(1), []);

        static ImageSet Images(int count)
        {
            var pixels = new byte[count * 3 * Side * Side];
            new Random(count).NextBytes(pixels);
            return new(pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))], 3, Side, Side);
        }
    }

    /// <summary>Measures from the first step, when the dataset is loaded, to the end of the epoch.</summary>
    private sealed class OneEpoch : IRunObserver
    {
        private double processorBefore;

        public double Seconds { get; private set; }
        public double ProcessorSeconds { get; private set; }

        private static double Processor => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

        public void Started(Provenance provenance) => processorBefore = Processor;

        public void Stepped(int epoch, int step, int steps, double meanLoss, double imagesPerSecond)
        {
        }

        public void EpochEnded(EpochMetrics metrics, string? checkpoint)
        {
            Seconds = metrics.Seconds;
            ProcessorSeconds = Processor - processorBefore;
            if (checkpoint is not null)
                File.Delete(checkpoint);
        }

        public bool StopAtEpochEnd => false;

        public string CheckpointPath(int epoch) => Path.Combine(Path.GetTempPath(), $"sweep-benchmark-{Environment.ProcessId}");
    }
}
