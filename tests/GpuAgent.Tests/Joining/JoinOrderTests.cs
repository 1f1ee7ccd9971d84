using Sweep.Experiments.Inputs;
using Sweep.GpuAgent.Joining;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Tests.Joining;

/// <summary>Where an agent is told of its coordinator, and what it must not be told where others can read it.</summary>
public sealed class JoinOrderTests : IDisposable
{
    private static readonly string Line = $"lab:4080/{new string('a', 32)}/{new string('b', 64)}";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{0}")]
    [InlineData("SWEEP_JOIN={0}")]
    [InlineData("SWEEP_JOIN={0} ./sweep-agent\n")]
    public void TheLine_IsTakenAsItWasPrinted_FromTheEnvironmentOrAFile(string pasted)
    {
        var text = string.Format(null, pasted, Line);
        File.WriteAllText(folder["line"], text);

        Assert.Equal(Line, Of(variable: text).Line!.Text);
        Assert.Equal(Line, Of(file: folder["line"]).Line!.Text);
    }

    [Fact]
    public void AnAddress_GoesBeforeTheEnvironment() => Assert.Equal("lab:4053", Of(named: "lab:4053", variable: Line).Coordinator!.Text);

    [Fact]
    public void TheLineAsAnArgument_IsRefused_AndItsTokenIsNotSaidAgain()
    {
        var refusal = Refused(() => Of(named: Line));
        Assert.Contains("in the environment or in a file with --join-file", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('a', 32), refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void NoWord_TwoWords_AndAWordThatIsNoLine_AreASentenceEach()
    {
        Assert.StartsWith("Which coordinator?", Refused(() => Of()), StringComparison.Ordinal);
        Assert.Contains("give one of them", Refused(() => Of(named: "lab:4053", file: "line")), StringComparison.Ordinal);
        Assert.StartsWith("SWEEP_JOIN has no line to join by", Refused(() => Of(variable: "lab:4080/short/hash")), StringComparison.Ordinal);
        Assert.StartsWith($"--join-file {folder["none"]} cannot be read", Refused(() => Of(file: folder["none"])), StringComparison.Ordinal);
    }

    [Fact]
    public void ALine_ShowsItsTokenToNoLog() => Assert.DoesNotContain(new string('a', 32), Of(variable: Line).ToString(), StringComparison.Ordinal);

    private static JoinOrder Of(string? named = null, string? file = null, string? variable = null) =>
        JoinOrder.Of(named, file, variable, text => new CoordinatorName(text));

    private static string Refused(Func<JoinOrder> order) => Assert.Throws<BadInputException>(order).Message;
}
