using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.Cli;

public sealed class ProgramLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutAHome_AnUnforeseenErrorIsKeptInANewFolder_ThatIsItsOwnersAlone()
    {
        var (one, other) = (Kept(), Kept());

        Assert.NotEqual(one.FullName, other.FullName);
        Assert.Contains("what nobody foresaw", File.ReadAllText(Assert.Single(one.EnumerateFiles("*", SearchOption.AllDirectories)).FullName), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, one.UnixFileMode);
        one.Delete(recursive: true);
        other.Delete(recursive: true);
    }

    /// <returns>The folder above the log's.</returns>
    private DirectoryInfo Kept() => new DirectoryInfo(ProgramLog.Keep(Home.At(_folder["home"]), new InvalidOperationException("what nobody foresaw"))).Parent!;
}
