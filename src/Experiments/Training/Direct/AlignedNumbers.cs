using System.Runtime.InteropServices;

namespace Sweep.Experiments.Training.Direct;

/// <summary>AlignedNumbers outside the managed heap, zero at first, where a register's width begins.</summary>
internal sealed unsafe class AlignedNumbers : IDisposable
{
    private const int Alignment = 64;

    private void* memory;

    public AlignedNumbers(int count)
    {
        Count = count;
        var bytes = (nuint)count * sizeof(float);
        memory = NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(memory, bytes);
    }

    public int Count { get; }

    public float* At => (float*)memory;

    public int* Places => (int*)memory;

    public Span<float> Span => new(memory, Count);

    public void Dispose()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
    }
}
