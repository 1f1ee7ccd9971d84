using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>What is given but empty is most often a script's variable that is not set: it is said in one sentence, and nothing is begun.</summary>
public sealed class EmptyValuesTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.Complete();

    [Theory]
    [InlineData("--home", "status", "--home", "")]
    [InlineData("--home", "status", "--home", "  ")]
    [InlineData("--data", "status", "--data", "")]
    [InlineData("--coordinator", "status", "--coordinator", "")]
    [InlineData("--token", "status", "--coordinator", "https://127.0.0.1:9", "--token", "")]
    [InlineData("--ca", "status", "--coordinator", "https://127.0.0.1:9", "--ca", "")]
    [InlineData("--out", "export", "csv", "--out", "")]
    [InlineData("--out", "results", "--format", "csv", "--out=")]
    [InlineData("--out", "report", "--out", "")]
    [InlineData("--host", "serve", "--host", "")]
    [InlineData("--bind", "serve", "--bind", "")]
    [InlineData("--name", "run", "--name", "", "--lr", "1e-3")]
    [InlineData("sweep", "cancel", "")]
    [InlineData("destination", "db", "backup", "")]
    public async Task AnEmptyOptionOrArgument_IsNamed(string named, params string[] arguments)
    {
        var ran = await CommandLine.Sweep(arguments.Contains("--home") ? arguments : [.. arguments, "--home", home.Home.Folder]);

        Assert.Equal((ExitCode.BadInput, ""), (ran.ExitCode, ran.Out));
        Assert.Contains($"{named} is given but empty", ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void AnEmptyVariable_IsNamed_AndOneThatIsNotSetIsNone(string value)
    {
        var refusal = Assert.Throws<BadInputException>(() => Variable.Of("SWEEP_HOME", "a folder", _ => value));
        Assert.Equal("SWEEP_HOME is set but empty: give it a folder, or unset it.", refusal.Message);
        Assert.Null(Variable.Of("SWEEP_HOME", "a folder", _ => null));
        Assert.Equal("x", Variable.Of("SWEEP_HOME", "a folder", _ => "x"));
    }

    public void Dispose() => home.Dispose();
}
