using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sweep.GpuAgent.Tests.Trainers;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Messages;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Hosting;

/// <summary>What the program does for its coordinator, and what it says to who starts it.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class AgentProcessTests : AgentAndItsCoordinator
{
    [Fact]
    public async Task Agent_JoinsTrainsReportsAndEndsWithItsParent()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 2)));
        using var agent = StartAgent("--exit-with-parent");
        await coordinator.Start();

        await script.Heard.First<Report>(report => report.Fact is RunEnded { Outcome: Outcome.Completed });
        Assert.Equal([1L, 2, 3, 4], script.Reports.Select(report => report.Number));
        Assert.Equal(2, blobs.Blobs.Count);
        if (!OperatingSystem.IsWindows())
            Assert.All(new DirectoryInfo(home.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories), file => Assert.Equal((UnixFileMode)0, file.UnixFileMode & (UnixFileMode)0b000_111_111));

        Signals.Send(agent.Pid, Signals.Interrupt);
        var heard = script.Heard.All.Count;
        await script.Heard.Until(all => all.Count > heard);
        Assert.False(agent.HasExited);
        agent.CloseStdin();
        Assert.Equal(0, await agent.Exit());
        Assert.Empty(agent.Output.All);
    }

    [Fact]
    public async Task KilledAgent_LeavesNoTrainerAndItsReportsToTheNext()
    {
        script.Acknowledges = false;
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await coordinator.Start();
        using var first = StartAgent();
        var before = await script.Heard.First<Report>();
        using var trainer = Process.GetProcessById(TrainerPid());
        Signals.Send(first.Pid, Signals.Kill);
        await trainer.WaitForExitAsync(Some.Soon());

        script.Held.Clear();
        var heard = script.Heard.All.Count;
        script.Acknowledges = true;
        using var second = StartAgent();
        var after = (await script.Heard.Until(all => all.Skip(heard).OfType<RequestWork>().Any())).Skip(heard).ToList();
        Assert.NotEqual(Incarnation(script.Heard.All[0]), Incarnation(after.OfType<Register>().First()));
        var delivered = after.OfType<Report>().First();
        Assert.Equal(Incarnation(after.OfType<Register>().First()), delivered.Incarnation);
        Assert.Equal(before with { Incarnation = null }, delivered with { Incarnation = null });
    }

    [Fact]
    public async Task Terminated_TheAgentFinishesItsEpochReportsAndLeaves()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 100_000, epochMilliseconds: 200)));
        await coordinator.Start();
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(Path.Combine(home.Path, "notify")));
        using var agent = StartService(Path.Combine(home.Path, "notify"));
        await script.Heard.First<Report>(report => report.Fact is EpochCompleted);
        Assert.Equal("READY=1", await Told(systemd));
        Signals.Send(agent.Pid, Signals.Terminate);
        Assert.Equal("STOPPING=1", await Told(systemd));

        await script.Heard.First<Report>(report => report.Fact is RunEnded { Outcome: Outcome.Cancelled });
        Assert.Equal(0, await agent.Exit());
    }

    [Fact]
    public async Task TerminatedTwice_TheAgentStopsAtOnce()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await coordinator.Start();
        using var agent = StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);
        Signals.Send(agent.Pid, Signals.Terminate);
        await agent.Errors.First<string>(line => line.Contains("Stopping", StringComparison.Ordinal));
        Signals.Send(agent.Pid, Signals.Terminate);
        Assert.Equal(0, await agent.Exit());
    }

    [Fact]
    public async Task HomeInUse_IsOneSentenceAndExitCode2()
    {
        using var first = StartAgent();
        await first.Errors.First<string>(line => line.Contains("joins", StringComparison.Ordinal));
        using var second = StartAgent();
        Assert.Equal(2, await second.Exit());
        Assert.Contains("--home", Assert.Single((await second.Errors.Until(all => all.Count > 0))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OccupiedPort_IsOneSentenceAndExitCode2()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var agent = new AgentProcess("--join", coordinator.Address, "--name", "lab-1", "--home", home.Path, "--port", port);
        Assert.Equal(2, await agent.Exit());
        Assert.Contains($"Port {port} on 127.0.0.1 is occupied", Assert.Single((await agent.Errors.Until(all => all.Count > 0))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--join", "nowhere:port")]
    [InlineData("--slots", "many")]
    [InlineData("--port", "99999")]
    [InlineData("--stall-seconds", "0")]
    public async Task BadOption_IsOneSentenceWithItsNameAndExitCode2(string option, string value)
    {
        using var agent = new AgentProcess(option == "--join" ? [option, value] : ["--join", coordinator.Address, "--name", "lab-1", "--home", home.Path, option, value]);
        Assert.Equal(2, await agent.Exit());
        Assert.Contains(option, Assert.Single((await agent.Errors.Until(all => all.Count > 0))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoCoordinatorNamed_IsExitCode2()
    {
        using var agent = new AgentProcess("--home", home.Path);
        Assert.Equal(2, await agent.Exit());
        Assert.Contains("--join", Assert.Single((await agent.Errors.Until(all => all.Count > 0))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Devices_AreShownAsJson()
    {
        using var agent = new AgentProcess("devices", "--json");
        Assert.Equal(0, await agent.Exit());
        var text = string.Join('\n', await agent.Output.Until(all => all.Contains("}")));
        using var json = System.Text.Json.JsonDocument.Parse(text);
        Assert.True(json.RootElement.GetProperty("cores").GetInt32() > 0);
        Assert.True(json.RootElement.GetProperty("slots").GetArrayLength() > 0);
    }

    [Fact]
    public async Task Version_IsThatOfTheProgramAndItsProtocol()
    {
        using var agent = new AgentProcess("--version");
        Assert.Equal(0, await agent.Exit());
        Assert.Equal(VersionLine.Of("sweep-agent"), Assert.Single(await agent.Output.Until(all => all.Count > 0)));
    }

    private static async Task<string> Told(Socket systemd)
    {
        var datagram = new byte[256];
        return Encoding.ASCII.GetString(datagram, 0, await systemd.ReceiveAsync(datagram, Some.Soon()));
    }

    private static Guid Incarnation(ISweepMessage message) => Assert.IsType<Register>(message).Incarnation;
}
