using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Training.Direct;

/// <summary>
/// Loops of our own over a processor's registers, image by image, in float32: for the small layers of this network a general library
/// spends more on arranging its work than on doing it. Every sum is taken in an order that is written down, so that all processors give the
/// same bits, and so do any number of threads.
/// </summary>
internal static class DirectArithmetic
{
    private const int Multiple = 8;

    /// <summary>Whether this processor has what it takes, and the images have sizes that come out even.</summary>
    public static bool Takes(Dataset data) => Fma.IsSupported && Avx2.IsSupported
        && new[] { data.Train, data.Validation }.All(set => (set.Channels, set.Height, set.Width)
            == (NotebookCnn.Channels, data.Train.Height, data.Train.Width))
        && data.Train.Height % Multiple == 0 && data.Train.Width % Multiple == 0;

    public static IArithmetic For(
        RunParameters parameters, Dataset data, StandardPixels pixels, Checkpoint start, ThreadAllowance allowance) =>
        Vector512.IsHardwareAccelerated
            ? new DirectArithmetic<Lanes512>(parameters, data, pixels, start, allowance)
            : new DirectArithmetic<Lanes256>(parameters, data, pixels, start, allowance);
}

/// <inheritdoc cref="DirectArithmetic"/>
internal sealed unsafe class DirectArithmetic<T> : IArithmetic where T : struct, ILanes<T>
{
    /// <summary>
    /// Into which a batch is cut, as evenly as its images allow. Its gradient is the sum of theirs, whatever computes them.
    /// </summary>
    private const int Parts = 4;

    /// <summary>Validated by one thread in a row.</summary>
    private const int ImagesPerJob = 32;

    private readonly RunParameters parameters;
    private readonly Dataset data;
    private readonly StandardPixels pixels;
    private readonly DirectState state;
    private readonly Crew crew;
    private readonly ConcurrentDictionary<int, Pass<T>> passes = new();
    private readonly AlignedNumbers gradients = new(Parts * PackedParameters.Length);
    private readonly double[] losses = new double[Parts];
    private readonly double[] validationLosses;
    private readonly Action<int, int> trainPart;
    private long[] order = [];
    private (int First, int Count) batch;
    private int right;

    public DirectArithmetic(
        RunParameters parameters, Dataset data, StandardPixels pixels, Checkpoint start, ThreadAllowance allowance)
    {
        (this.parameters, this.data, this.pixels) = (parameters, data, pixels);
        state = new(start);
        crew = new(allowance, Parts);
        validationLosses = new double[data.Validation.Count];
        trainPart = TrainPart;
    }

    public double TrainLoss { get; private set; }

    public void BeginEpoch(long[] order)
    {
        this.order = order;
        TrainLoss = 0;
    }

    public void Train(int first, int last) => crew.Work(() =>
    {
        for (var step = first; step < last; step++)
        {
            var begin = step * parameters.BatchSize;
            batch = (begin, Math.Min(parameters.BatchSize, order.Length - begin));
            crew.Do(Parts, trainPart);
            state.Step<T>(gradients, parameters.LearningRate, parameters.WeightDecay);
            foreach (var loss in losses)
                TrainLoss += loss;
        }
    });

    private void TrainPart(int worker, int part)
    {
        var pass = PassOf(worker);
        gradients.Span.Slice(part * PackedParameters.Length, PackedParameters.Length).Clear();
        var gradient = gradients.At + (part * PackedParameters.Length);
        var sum = 0.0;
        foreach (var image in order.AsSpan(batch.First, batch.Count)[(part * batch.Count / Parts)..((part + 1) * batch.Count / Parts)])
        {
            var label = Forward(pass, data.Train, (int)image);
            sum += pass.Loss(label);
            pass.Backward(state.Parameters, state.Turned, label, batch.Count, gradient);
        }
        losses[part] = sum;
    }

    public (double Loss, long Right) Validate()
    {
        right = 0;
        crew.Work(() => crew.Do((data.Validation.Count + ImagesPerJob - 1) / ImagesPerJob, ValidateSome));
        var sum = 0.0;
        foreach (var loss in validationLosses)
            sum += loss;
        return (sum, right);
    }

    private void ValidateSome(int worker, int job)
    {
        var pass = PassOf(worker);
        for (var image = job * ImagesPerJob; image < Math.Min((job + 1) * ImagesPerJob, data.Validation.Count); image++)
        {
            var label = Forward(pass, data.Validation, image);
            validationLosses[image] = pass.Loss(label);
            if (pass.Best() == label)
                Interlocked.Increment(ref right);
        }
    }

    /// <returns>The image's label.</returns>
    private int Forward(Pass<T> pass, ImageSet set, int image)
    {
        pixels.Write(set, image, pass.Image, pass.ImagePitch);
        pass.Forward(state.Parameters, state.Turned);
        return set.Labels[image];
    }

    /// <summary>Every thread has one of its own.</summary>
    private Pass<T> PassOf(int worker) =>
        passes.GetOrAdd(worker, static (_, set) => new(set.Height, set.Width), data.Train);

    public Checkpoint ToCheckpoint(int epoch) => state.ToCheckpoint(epoch);

    public void Dispose()
    {
        crew.Dispose();
        foreach (var pass in passes.Values)
            pass.Dispose();
        gradients.Dispose();
        state.Dispose();
    }
}
