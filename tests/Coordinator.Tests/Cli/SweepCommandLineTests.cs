using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Cli;

public class SweepCommandLineTests
{
    [Theory]
    [InlineData("sweep has no command 'stauts'; did you mean 'status'? See 'sweep --help'.", "stauts")]
    [InlineData("sweep best has no option '--jsn'; did you mean '--json'? See 'sweep best --help'.", "best", "--jsn")]
    [InlineData("sweep has no command 'optimise'; see 'sweep --help'.", "optimise")]
    [InlineData("--format 'xml' is not known; known are table, json, csv, md, parquet. See 'sweep results --help'.", "results", "--format", "xml")]
    [InlineData("plot 'curvs' is not known; did you mean 'curves' (known are curves, heatmap, lr, parameter, importance, parallel, timeline). See 'sweep plot --help'.", "plot", "curvs")]
    [InlineData("--device 'gpu' is not known; did you mean 'cuda:0' (known are cpu, cuda:0, auto). See 'sweep reproduce --help'.", "reproduce", "best", "--device", "gpu")]
    [InlineData("sweep data has no command 'shwo'; did you mean 'show'? See 'sweep data --help'.", "help", "data", "shwo")]
    [InlineData("sweep best has no commands of its own, but got 'worst'; see 'sweep best --help'.", "help", "best", "worst")]
    [InlineData("sweep status takes no further argument, but got 'mine'; see 'sweep status --help'.", "status", "mine")]
    [InlineData("--limit: 'x' is not a whole number from 1 to 2147483647. See 'sweep results --help'.", "results", "--limit", "x")]
    [InlineData("sweep compare: B is missing: another one of the same sweep. See 'sweep compare --help'.", "compare", "best")]
    [InlineData(
        "format 'tensorbord' is not known; did you mean 'tensorboard' (known are csv, json, parquet, tensorboard, mlflow, optuna). "
            + "See 'sweep export --help'.",
        "export", "tensorbord")]
    [InlineData("sweep export: --out is missing: folder or file to write. See 'sweep export --help'.", "export", "csv")]
    [InlineData("sweep export: --out is given without a value: folder or file to write. See 'sweep export --help'.", "export", "csv", "--out")]
    [InlineData("The dataset 'shapes' is not known; did you mean 'shapes10' (known are cifar10, shapes10).", "data", "stats", "shapes")]
    public async Task WhatCannotBeParsed_IsOneSentence_WithExitCodeTwo(string sentence, params string[] arguments)
    {
        var ran = await CommandLine.Sweep(arguments);

        Assert.Equal(new Ran(ExitCode.BadInput, "", sentence + "\n"), ran);
    }

    [Fact]
    public async Task WithJson_TheErrorIsADocumentOnStdoutToo()
    {
        var ran = await CommandLine.Sweep("results", "grid", "--json", "--all");

        Assert.Equal(ExitCode.BadInput, ran.ExitCode);
        Assert.StartsWith("{\n  \"error\": \"--all asks all sweeps, and 'grid' names one", ran.Out, StringComparison.Ordinal);
        Assert.StartsWith("--all asks all sweeps, and 'grid' names one", ran.Error, StringComparison.Ordinal);
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
        Assert.Equal(ran, await CommandLine.Sweep("--version"));
        Assert.Equal(await CommandLine.Sweep("version", "--json"), await CommandLine.Sweep("--version", "--json"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    public async Task Completion_IsTheScriptOfTheDeployFolder(string shell)
    {
        var script = await File.ReadAllTextAsync(Checkout.PathOf($"deploy/completion.{shell}"), TestContext.Current.CancellationToken);

        Assert.Equal(new Ran(ExitCode.Done, script, ""), await CommandLine.Sweep("completion", shell));
    }

    [Theory]
    [InlineData("sweep package: archives are made from the sources: run ./sweep package in a checkout", "package", "--backend", "cuda")]
    [InlineData("sweep deploy ssh: the launcher does this: run ./sweep deploy ssh in a checkout", "deploy", "ssh", "hosts.txt")]
    public async Task WhatTheLauncherDoes_IsSaidWithTheRemedy_WhereTheProgramIsAsked(string beginning, params string[] arguments)
    {
        var ran = await CommandLine.Sweep(arguments);

        Assert.Equal((ExitCode.BadInput, ""), (ran.ExitCode, ran.Out));
        Assert.StartsWith(beginning, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_IsWhatTheOptionShows()
    {
        Assert.Equal(await CommandLine.Sweep("--help"), await CommandLine.Sweep("help"));
        Assert.Equal(await CommandLine.Sweep("best", "--help"), await CommandLine.Sweep("help", "best"));
        Assert.Equal(await CommandLine.Sweep("data", "show", "--help"), await CommandLine.Sweep("help", "data", "show"));
    }

    [Theory]
    [InlineData("plot ", "curves heatmap lr parallel timeline")]
    [InlineData("plot curves ", "grid")]
    [InlineData("best ", "grid")]
    [InlineData("results --format ", "csv json md parquet table")]
    [InlineData("run --precision ", "auto fp32 mixed")]
    [InlineData("trial ef93", "ef93f65db4a5e9ae")]
    [InlineData("compare best b", "best")]
    [InlineData("plot curves --trial be", "best")]
    [InlineData("help vers", "version")]
    public async Task Completion_KnowsKinds_Sweeps_AndTrials(string typed, string offered)
    {
        using var home = WrittenHome.Complete();
        var line = $"--home {home.Home.Folder} {typed}";

        var suggested = (await CommandLine.Sweep($"[suggest:{line.Length}]", line)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        foreach (var word in offered.Split(' '))
            Assert.Contains(word, suggested);
    }

    [Theory]
    [InlineData("plot ")]
    [InlineData("plot -")]
    [InlineData("plot /")]
    public async Task Completion_OffersNoWordsOfOtherPrograms_WhichAreUnderstood(string typed)
    {
        var suggested = (await CommandLine.Sweep($"[suggest:{typed.Length}]", typed)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.DoesNotContain(suggested, word => word is ['/', ..] or "-?");
        foreach (var word in new[] { "-?", "/?", "/h", "-h" })
            Assert.Equal(await CommandLine.Sweep("plot", "--help"), await CommandLine.Sweep("plot", word));
    }

    [Fact]
    public async Task Completion_WithoutAHome_OffersNothingAndSaysNothing()
    {
        const string Line = "--home /nowhere/at/all trial ";

        Assert.Equal("", (await CommandLine.Sweep($"[suggest:{Line.Length}]", Line)).Error);
    }

    [Fact]
    public async Task Quiet_IsTheAnswerAlone()
    {
        using var home = WrittenHome.Complete();
        string[] run = ["run", home.SweepPath, "--no-agent", "--home", home.Home.Folder];

        Assert.StartsWith("sweep grid is complete", (await CommandLine.Sweep(run)).Out, StringComparison.Ordinal);
        var quiet = await CommandLine.Sweep([.. run, "--quiet"]);

        Assert.Equal((ExitCode.Done, ""), (quiet.ExitCode, quiet.Error));
        Assert.StartsWith("best of grid:", quiet.Out, StringComparison.Ordinal);
        Assert.StartsWith("best of grid:", (await CommandLine.Sweep("watch", "-q", "--home", home.Home.Folder)).Out, StringComparison.Ordinal);
    }
}
