using System.Runtime.CompilerServices;

namespace Sweep.Experiments.Training.Direct;

/// <summary>The weights of convolutions as the other pass reads them. Made anew after every step.</summary>
internal sealed unsafe class TurnedWeights : IDisposable
{
    private const int Taps = 9;

    /// <summary>conv2's for the forward pass, [9, 16 in, 16 out].</summary>
    public AlignedNumbers Conv2 { get; } = new(Taps * 16 * 16);

    /// <summary>conv3's for the backward pass, from 32 to 16 channels: upside down and mirrored, [9, 32 out, 16 in].</summary>
    public AlignedNumbers Conv3 { get; } = new(Taps * 32 * 16);

    /// <summary>conv4's in the same way, [9, 32 out, 32 in].</summary>
    public AlignedNumbers Conv4 { get; } = new(Taps * 32 * 32);

    /// <param name="packed">The parameters, packed.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Turn(float* packed)
    {
        float* w2 = packed + Offsets.Conv2, w3 = packed + Offsets.Conv3, w4 = packed + Offsets.Conv4;
        for (var tap = 0; tap < Taps; tap++)
        {
            for (var input = 0; input < 16; input++)
                for (var output = 0; output < 16; output++)
                    Conv2.At[(((tap * 16) + input) * 16) + output] = w2[(((output * Taps) + tap) * 16) + input];
            Transpose(w3 + (tap * 16 * 32), 16, 32, Conv3.At + ((Taps - 1 - tap) * 16 * 32));
            Transpose(w4 + (tap * 32 * 32), 32, 32, Conv4.At + ((Taps - 1 - tap) * 32 * 32));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, int rows, int columns, float* to)
    {
        for (var column = 0; column < columns; column++)
            for (var at = from + column; at < from + (rows * columns); at += columns)
                *to++ = *at;
    }

    public void Dispose()
    {
        Conv2.Dispose();
        Conv3.Dispose();
        Conv4.Dispose();
    }
}
