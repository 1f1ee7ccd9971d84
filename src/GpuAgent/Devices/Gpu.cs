namespace Sweep.GpuAgent.Devices;

/// <summary>A GPU as its driver describes it.</summary>
/// <param name="Index">Its number in the driver's own order, which need not be CUDA's.</param>
/// <param name="Uuid">Names the GPU to CUDA whatever the order.</param>
internal sealed record Gpu(int Index, string Uuid, string Name, long MemoryMiB, string Driver);
