using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Hosting;

namespace Sweep.Coordinator.Tests.Cli;

public class SweepCommandLineTests
{
    [Theory]
    [InlineData("sweep has no command 'stauts'; did you mean 'status'? See 'sweep --help'.", "stauts")]
    [InlineData("sweep best has no option '--jsn'; did you mean '--json'? See 'sweep best --help'.", "best", "--jsn")]
    [InlineData("Argument 'xml' not recognized. Must be one of: 'table' 'json' 'csv' 'md' 'parquet'. See 'sweep results --help'.", "results", "--format", "xml")]
    [InlineData("sweep status takes no further argument, but got 'mine'; see 'sweep status --help'.", "status", "mine")]
    [InlineData("--limit: 'x' is not a whole number from 1 to 2147483647. See 'sweep results --help'.", "results", "--limit", "x")]
    public async Task WhatCannotBeParsed_IsOneSentence_WithExitCodeTwo(string sentence, params string[] arguments)
    {
        var ran = await CommandLine.Sweep(arguments);

        Assert.Equal(new Ran(ExitCode.BadInput, "", sentence + "\n"), ran);
    }

    [Fact]
    public async Task WithJson_TheErrorIsADocumentOnStdoutToo()
    {
        var ran = await CommandLine.Sweep("results", "--json", "--sort", "accuracy");

        Assert.Equal(ExitCode.BadInput, ran.ExitCode);
        Assert.StartsWith("{\n  \"error\": \"--sort: there is no column 'accuracy'", ran.Out, StringComparison.Ordinal);
        Assert.StartsWith("--sort: there is no column 'accuracy'", ran.Error, StringComparison.Ordinal);
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
        Assert.StartsWith($"sweep {ProgramVersion.Text}, protocol 1, ", ran.Out, StringComparison.Ordinal);
    }
}
