using Sweep.Coordinator.Cli;

namespace Sweep.Coordinator.Tests.Cli;

public class SweepCommandLineTests
{
    [Theory]
    [InlineData("sweep has no command 'stauts'; did you mean 'status'? See 'sweep --help'.", "stauts")]
    [InlineData("sweep best has no option '--jsn'; did you mean '--json'? See 'sweep best --help'.", "best", "--jsn")]
    [InlineData("sweep status takes no further argument, but got 'mine'; see 'sweep status --help'.", "status", "mine")]
    [InlineData("Cannot parse argument 'x' for option '--limit' as expected type 'System.Nullable`1[System.Int32]'. See 'sweep results --help'.", "results", "--limit", "x")]
    public async Task WhatCannotBeParsed_IsOneSentence_WithExitCodeTwo(string sentence, params string[] arguments)
    {
        var ran = await CommandLine.Sweep(arguments);

        Assert.Equal(new Ran(ExitCode.BadInput, "", sentence + "\n"), ran);
    }

    [Fact]
    public async Task WithJson_TheErrorIsADocumentOnStdoutToo()
    {
        var ran = await CommandLine.Sweep("results", "--json", "--limit", "0");

        Assert.Equal(ExitCode.BadInput, ran.ExitCode);
        Assert.Equal("{\n  \"error\": \"--limit: 0 rows cannot be printed; give a number of at least 1.\"\n}\n", ran.Out);
        Assert.Equal("--limit: 0 rows cannot be printed; give a number of at least 1.\n", ran.Error);
    }

    [Fact]
    public async Task JsonAndAnotherFormat_ContradictEachOther()
    {
        var ran = await CommandLine.Sweep("results", "--json", "--format", "csv");

        Assert.Equal(ExitCode.BadInput, ran.ExitCode);
        Assert.Contains("contradict", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_NamesTheProtocol()
    {
        var ran = await CommandLine.Sweep("version");

        Assert.Equal(ExitCode.Done, ran.ExitCode);
        Assert.StartsWith($"sweep {VersionCommand.Program}, protocol 1, ", ran.Out, StringComparison.Ordinal);
    }
}
