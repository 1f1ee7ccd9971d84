using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.Cli;

public sealed class ProgramLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

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

    [Theory]
    [InlineData("Akka.Remote.EndpointWriter", false)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", false)]
    [InlineData("Sweep.Coordinator.Actors.CoordinatorActor", true)]
    public void WarningsOfLibraries_StayInTheFile_AndSweepsOwnAreSaid(string source, bool said)
    {
        var heard = new List<string>();

        using (var log = ProgramLog.Open(Home.At(folder["home"]), heard.Add))
            log.ForContext(Serilog.Core.Constants.SourceContextPropertyName, source).Warning("The heartbeat was late");

        Assert.Equal(said ? ["warning: The heartbeat was late"] : [], heard);
        Assert.Contains("The heartbeat was late", File.ReadAllText(Assert.Single(Directory.GetFiles(folder["home"], "*.clef", SearchOption.AllDirectories))), StringComparison.Ordinal);
    }

    [Fact]
    public void AHandshakeThatWasRefused_IsOneLineInTheFile_AndNoStack()
    {
        using (var log = ProgramLog.Open(Home.At(folder["home"]), _ => { }))
        {
            var akka = log.ForContext(Serilog.Core.Constants.SourceContextPropertyName, "Akka.Actor.ActorSystem");
            akka.Error(new InvalidOperationException("and its stack"), "TLS handshake failed on channel [{0}->{1}](Id={2})\n{3}", "a", "b", "c", "d");
            akka.Warning("Rejected incoming connection from [{0}] due to TLS handshake failure. This is likely invalid or malicious traffic.", "a");
        }

        var line = Assert.Single(File.ReadAllLines(Assert.Single(Directory.GetFiles(folder["home"], "*.clef", SearchOption.AllDirectories))));
        Assert.Contains("Rejected incoming connection", line, StringComparison.Ordinal);
    }

    /// <returns>The folder above the log's.</returns>
    private DirectoryInfo Kept() => new DirectoryInfo(ProgramLog.Keep(Home.At(folder["home"]), new InvalidOperationException("what nobody foresaw"))).Parent!;
}
