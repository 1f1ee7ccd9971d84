using System.Text.Json;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// What <c>--join</c> said: the coordinator's <c>host:port</c>, or the home folder of a coordinator on this machine, whose
/// <c>coordinator.json</c> says
/// where it listens this time.
/// </summary>
/// <param name="Text">Checked by <see cref="AgentOptions.CheckedJoin"/>.</param>
internal sealed record CoordinatorName(string Text)
{
    private const string File = "coordinator.json";

    /// <summary>A path is told from a host by its slash, or by the dot that it begins with.</summary>
    public static bool IsHome(string text) => text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || text.StartsWith('.');

    /// <summary>The <c>host:port</c> that it stands for just now; null where no coordinator holds the home.</summary>
    public string? Now()
    {
        if (!IsHome(Text))
            return Text;
        try
        {
            using var said = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Text, File)));
            return said.RootElement.GetProperty("cluster").GetString();
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    public override string ToString() => Text;
}
