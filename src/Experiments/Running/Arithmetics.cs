namespace Sweep.Experiments.Running;

/// <summary>
/// By which code the numbers of a training are computed, and so in which order they are added up: another one gives other bits. Names are
/// for ever; what computes in another order gets another.
/// </summary>
public static class Arithmetics
{
    /// <summary>libtorch's kernels: on GPUs, in lower precision, and for images of any size.</summary>
    public const string LibTorch = "libtorch";

    /// <summary>Loops of our own over a processor's registers in float32, with the same bits on every processor.</summary>
    public const string Direct = "direct-1";
}
