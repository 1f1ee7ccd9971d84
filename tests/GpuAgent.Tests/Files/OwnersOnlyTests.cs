using Sweep.GpuAgent.Files;

namespace Sweep.GpuAgent.Tests.Files;

public sealed class OwnersOnlyTests : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AnAgentsHome_IsItsOwnersAlone()
    {
        using var home = AgentHome.Hold(folder["home"]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(Owner, File.GetUnixFileMode(home.Folder));
    }

    [Fact]
    public void AHomeThatWasOpen_IsClosedWithAllThatIsInIt_AndWhatLinksLeadToIsLeftAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (home, elsewhere) = (folder["home"], folder["elsewhere"]);
        Directory.CreateDirectory(Path.Combine(home, "checkpoints"));
        foreach (var file in new[] { Path.Combine(home, "outbox"), Path.Combine(home, "checkpoints", "one"), elsewhere })
            File.WriteAllText(file, "");
        File.CreateSymbolicLink(Path.Combine(home, "link"), elsewhere);
        foreach (var path in new[] { home, Path.Combine(home, "checkpoints"), Path.Combine(home, "outbox"), Path.Combine(home, "checkpoints", "one"), elsewhere })
            File.SetUnixFileMode(path, Everyone);

        AgentHome.Hold(home).Dispose();

        foreach (var path in new[] { home, Path.Combine(home, "checkpoints"), Path.Combine(home, "outbox"), Path.Combine(home, "checkpoints", "one") })
            Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(path) & (Everyone & ~Owner));
        Assert.Equal(Everyone, File.GetUnixFileMode(elsewhere));
    }
}
