namespace Sweep.GpuAgent.Devices;

/// <summary>The tool of the NVIDIA driver.</summary>
internal static class NvidiaSmi
{
    private const string Tool = "nvidia-smi";

    /// <param name="fields">With commas between them.</param>
    /// <returns>One line for each GPU; nothing where there is no such tool, or it does not know a field.</returns>
    public static string Query(string fields) => Query(fields, Tool);

    /// <param name="tool">The program in its place.</param>
    internal static string Query(string fields, string tool) =>
        ToolOutput.Of(tool, $"--query-gpu={fields}", "--format=csv,noheader,nounits");
}
