namespace Sweep.Experiments.Training.Direct;

/// <summary>Everything that changes while a run trains: parameters and AdamW's moments, packed.</summary>
internal sealed unsafe class DirectState : IDisposable
{
    private readonly AlignedNumbers values = new(3 * PackedParameters.Length);
    private readonly double lossScale, goodSteps;

    public DirectState(Checkpoint from)
    {
        for (var i = 0; i < 3; i++)
            PackedParameters.Pack(Of(from.Values, i), Packed(i));
        (Steps, lossScale, goodSteps) = (from.Steps, from.LossScale, from.GoodSteps);
        Turned.Turn(Parameters);
    }

    /// <summary>Steps taken.</summary>
    public double Steps { get; private set; }

    public float* Parameters => values.At;

    public TurnedWeights Turned { get; } = new();

    /// <param name="gradients">Of the parts of a batch, packed, one after the other.</param>
    public void Step<T>(AlignedNumbers gradients, double rate, double decay) where T : struct, ILanes<T>
    {
        var length = PackedParameters.Length;
        PackedAdamW<T>.Step(
            values.At, values.At + length, values.At + (2 * length), gradients.At, gradients.Count / length, length, ++Steps, rate, decay);
        Turned.Turn(Parameters);
    }

    public Checkpoint ToCheckpoint(int epoch)
    {
        var flat = new float[3 * NotebookCnn.ParameterCount];
        for (var i = 0; i < 3; i++)
            PackedParameters.Unpack(Packed(i), Of(flat, i));
        return new(epoch, flat, Steps, lossScale, goodSteps);
    }

    private Span<float> Packed(int i) => values.Span.Slice(i * PackedParameters.Length, PackedParameters.Length);

    private static Span<float> Of(float[] flat, int i) => flat.AsSpan(i * NotebookCnn.ParameterCount, NotebookCnn.ParameterCount);

    public void Dispose()
    {
        values.Dispose();
        Turned.Dispose();
    }
}
