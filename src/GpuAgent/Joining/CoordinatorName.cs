using System.Text.Json;
using Sweep.Experiments.Inputs;

namespace Sweep.GpuAgent.Joining;

/// <summary>
/// What <c>--join</c> said: the coordinator's <c>host:port</c>, or the home folder of a coordinator on this machine, whose
/// <c>coordinator.json</c> says
/// where it listens this time.
/// </summary>
/// <param name="Text">Checked by <see cref="Hosting.AgentOptions.CheckedJoin"/>.</param>
internal sealed record CoordinatorName(string Text)
{
    private const string File = "coordinator.json";
    private const string DefaultHome = ".sweep";

    /// <summary>A path is told from a host by its slash, or by the dot that it begins with.</summary>
    public static bool IsHome(string text) => text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || text.StartsWith('.');

    /// <summary>The <c>host:port</c> that it stands for just now; null where no coordinator holds the home.</summary>
    public string? Now() => IsHome(Text) ? PlaceOf(Text) : Text;

    /// <summary>
    /// The home of that coordinator, where it is on this machine: the one that was named, or the usual one where its coordinator listens
    /// there. Null where there is none.
    /// </summary>
    public string? Home()
    {
        if (IsHome(Text))
            return Text;
        var usual = Path.GetFullPath(Variable.Of("SWEEP_HOME", "a folder") ?? DefaultHome);
        return PlaceOf(usual) is { } place && IsSame(place, Text) ? usual : null;
    }

    public override string ToString() => Text;

    /// <summary>Whoever says "localhost" means any coordinator of this machine at that port.</summary>
    private static bool IsSame(string place, string named) =>
        place == named || (PortOf(place) == PortOf(named) && named[..named.LastIndexOf(':')] is "localhost" or "127.0.0.1" or "[::1]");

    private static string PortOf(string place) => place[(place.LastIndexOf(':') + 1)..];

    private static string? PlaceOf(string home)
    {
        try
        {
            using var said = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(home, File)));
            return said.RootElement.GetProperty("cluster").GetString();
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
