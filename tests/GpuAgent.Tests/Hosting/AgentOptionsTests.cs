using System.Net;
using System.Net.Sockets;
using Sweep.Experiments.Inputs;
using Sweep.GpuAgent.Hosting;

namespace Sweep.GpuAgent.Tests.Hosting;

public sealed class AgentOptionsTests
{
    [Theory]
    [InlineData("lab-server:4053", "lab-server:4053")]
    [InlineData("lab-server", "lab-server:4053")]
    [InlineData("10.0.0.7:5000", "10.0.0.7:5000")]
    public void Join_IsHostAndPort(string text, string expected) => Assert.Equal(expected, AgentOptions.CheckedJoin(text).Now());

    [Theory]
    [InlineData("")]
    [InlineData(":4053")]
    [InlineData("lab:port")]
    [InlineData("lab:0")]
    [InlineData("lab:70000")]
    [InlineData("two words:4053")]
    [InlineData("./no-such-home")]
    public void Join_OtherwiseIsRefusedWithItsValue(string text) =>
        Assert.Contains($"--join {text}", Assert.Throws<BadInputException>(() => AgentOptions.CheckedJoin(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\e[\n")]
    public void NameWithoutALetterOrDigit_IsRefusedInOneLine(string name)
    {
        var sentence = Assert.Throws<BadInputException>(() => AgentOptions.CheckedName(name, "host", Assert.Fail)).Message;
        Assert.Contains("--name host", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(sentence, char.IsControl);
    }

    [Theory]
    [InlineData("\e[31mred\e[0m", "31mred--0m")]
    [InlineData("two\nlines", "two-lines")]
    [InlineData("gpu/1", "gpu-1")]
    public void WhatANameMayNotHave_BecomesADash_AndItIsSaid(string name, string called)
    {
        var said = "";

        Assert.Equal(called, AgentOptions.CheckedName(name, "host", sentence => said += sentence));

        Assert.EndsWith($"this agent is called {called}.", said, StringComparison.Ordinal);
        Assert.DoesNotContain(said, char.IsControl);
    }

    [Fact]
    public void WithoutAName_TheAgentHasTheMachines_CleanedWhereThatIsNone()
    {
        Assert.Equal("Lab-3", AgentOptions.CheckedName(null, "Lab-3", Assert.Fail));
        Assert.Equal("odd-host", AgentOptions.CheckedName(null, "-odd/host\n", Assert.Fail));
        Assert.Equal("gpu box 1", AgentOptions.CheckedName("gpu box 1", "host", Assert.Fail));
    }

    [Fact]
    public void OptionThatIsThereButEmpty_IsRefused()
    {
        Assert.Contains("--home is empty", Assert.Throws<BadInputException>(() => AgentOptions.NotEmpty("--home", "", "folder")).Message, StringComparison.Ordinal);
        Assert.Null(AgentOptions.NotEmpty("--host", null, "lab"));
    }

    [Fact]
    public void Join_MayBeTheHomeOfACoordinatorOfThisMachine_WhereverItListensThisTime()
    {
        using var home = new TemporaryFolder();
        var join = AgentOptions.CheckedJoin(home.Path);
        Assert.Null(join.Now());
        foreach (var place in new[] { "127.0.0.1:40001", "127.0.0.1:40002" })
        {
            File.WriteAllText(home["coordinator.json"], $$"""{"url":"http://127.0.0.1:1/","cluster":"{{place}}"}""");
            Assert.Equal(place, join.Now());
        }
        File.WriteAllText(home["coordinator.json"], "{ half");
        Assert.Null(join.Now());
    }

    [Fact]
    public void OccupiedPort_IsRefusedWhenAskedForAndPassedOverWhenNot()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Assert.Contains($"Port {port}", Assert.Throws<BadInputException>(() => AgentOptions.FreePort("127.0.0.1", port)).Message, StringComparison.Ordinal);
        Assert.NotEqual(port, AgentOptions.FreePort("127.0.0.1", null));
        Assert.InRange(AgentOptions.FreePort("127.0.0.1", 0), 1, ushort.MaxValue);
    }

    [Fact]
    public void AddressOfAnotherMachine_IsRefused() =>
        Assert.Contains("--host", Assert.Throws<BadInputException>(() => AgentOptions.FreePort("192.0.2.1", null)).Message, StringComparison.Ordinal);

    [Fact]
    public void TowardsALocalCoordinator_TheAddressIsTheLoopback() => Assert.Equal("127.0.0.1", AgentOptions.AddressTowards("127.0.0.1:4053"));
}
