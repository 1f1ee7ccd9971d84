using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Questions;
using Sweep.Files;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Programs;

/// <summary>The way of a program's folder: packed, pinned, kept, and given back.</summary>
public sealed class CodeOfASweepTests : IDisposable
{
    private const string SweepText = """
        name: own
        experiment: { command: './train.sh {lr}' }
        space: { lr: [0.1, 0.2], epochs: 1 }

        """;

    private readonly TemporaryFolder folder = new();

    public CodeOfASweepTests()
    {
        Directory.CreateDirectory(folder["code"]);
        File.WriteAllText(folder["code/sweep.yaml"], SweepText);
        File.WriteAllText(folder["code/train.sh"], "echo one\n");
    }

    public void Dispose() => folder.Dispose();

    private Home Home => new(folder["home"]);

    private Task<CoordinatorHost> Start()
    {
        Directory.CreateDirectory(Home.Folder);
        return CoordinatorHost.Start(new(Home) { ComesBack = true }, Logger.None, CancellationToken.None);
    }

    private Task<Ran> Sweep(string command, params string[] more) =>
        CommandLine.Sweep([command, .. more, "--home", Home.Folder]);

    private string Path(string name) => folder[name];

    [Fact]
    public async Task TheCode_IsPinnedWithTheSweep_WhateverBecomesOfTheFolder()
    {
        await using (var host = await Start())
        {
            Assert.Equal(ExitCode.Done, (await Sweep("submit", Path("code/sweep.yaml"))).ExitCode);
            var first = await Pinned(host);

            // A changed grid is no changed code.
            File.WriteAllText(Path("code/sweep.yaml"), SweepText.Replace("0.2", "0.2, 0.3", StringComparison.Ordinal));
            Assert.Equal(ExitCode.Done, (await Sweep("submit", Path("code/sweep.yaml"))).ExitCode);

            File.WriteAllText(Path("code/train.sh"), "echo two\n");
            File.WriteAllText(Path("code/more.sh"), "echo more\n");
            var refused = await Sweep("submit", Path("code/sweep.yaml"));
            Assert.Equal(
                (ExitCode.BadInput,
                    "The code of sweep 'own' has changed since it was submitted (more.sh, train.sh): give the sweep another name, "
                        + "go on with the code that it was submitted with by --same-code-is-fine, or leave out what is no code by .sweepignore.\n"),
                (refused.ExitCode, refused.Error.ReplaceLineEndings(" ").TrimEnd() + "\n"));
            Assert.Contains("Its code has changed since it was submitted", (await Sweep("plan", Path("code/sweep.yaml"))).Out.ReplaceLineEndings(" "),
                StringComparison.Ordinal);

            Assert.Equal(ExitCode.Done, (await Sweep("submit", Path("code/sweep.yaml"), "--same-code-is-fine")).ExitCode);
            Assert.Equal(first, await Pinned(host));
            File.WriteAllText(Path("code/sweep.yaml"), SweepText.Replace("name: own", "name: other", StringComparison.Ordinal));
            Assert.Equal(ExitCode.Done, (await Sweep("submit", Path("code/sweep.yaml"))).ExitCode);
            Assert.NotEqual(first, await Pinned(host, "other"));
        }
        // The folder of the home answers as well.
        var trial = (string)JsonDocument.Parse((await Sweep("results", "own", "--json")).Out).RootElement[0].GetProperty("trial").GetString()!;
        var given = await Sweep("code", trial, "--sweep", "own", "--out", Path("back"));
        Assert.Equal((ExitCode.Done, ""), (given.ExitCode, given.Error));
        Assert.Equal("echo one\n", File.ReadAllText(Path("back/train.sh")));
        Assert.Equal(["train.sh"], Directory.EnumerateFileSystemEntries(Path("back")).Select(System.IO.Path.GetFileName));
        Assert.Contains("is there already and not empty", (await Sweep("code", trial, "--sweep", "own", "--out", Path("back"))).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCode_IsInEveryBackup_AndVerifySaysWhereItIsNot()
    {
        string code;
        await using (var host = await Start())
        {
            await Sweep("submit", Path("code/sweep.yaml"));
            code = await Pinned(host);
        }
        Assert.Equal(ExitCode.Done, (await Sweep("db", "backup", Path("copy"))).ExitCode);
        var blob = Path($"copy/blobs/{code[..2]}/{code}");
        Assert.Equal("", await Findings());
        File.AppendAllText(blob, "x");
        Assert.Equal($"codeDamaged blobs/{code[..2]}/{code}", await Findings());
        File.Delete(blob);
        Assert.Equal($"codeMissing blobs/{code[..2]}/{code}", await Findings());

        async Task<string> Findings() => string.Join(
            '\n',
            JsonDocument.Parse((await CommandLine.Sweep("verify", "--json", "--home", Path("copy"))).Out).RootElement.GetProperty("findings")
                .EnumerateArray().Select(finding => $"{finding.GetProperty("kind").GetString()} {finding.GetProperty("place").GetString()}"));
    }

    [Fact]
    public async Task ASweepWhoseCodeIsNotThere_IsNotTaken()
    {
        await using var host = await Start();
        var spec = global::Sweep.Experiments.Sweeps.SweepFile.Parse(SweepText, "it.yaml");
        var bad = await Assert.ThrowsAsync<global::Sweep.Experiments.Inputs.BadInputException>(() => host.Coordinator.Submit(
            spec with { Program = spec.Program! with { Code = new('a', 64) } }, SweepText, CancellationToken.None));
        Assert.Equal(
            "The code of sweep 'own' (aaaaaaaaaaaa) is not here; submit its file with `sweep submit`, which brings it.", bad.Message);
    }

    [Fact]
    public async Task ASweepFromStdin_HasNoFolder_AndSaysSo() => Assert.Contains(
        "The sweep is in no file, so its program has no folder; name one in full with experiment.folder",
        (await Sweep("plan", "/dev/fd/" + Reading(folder["code/sweep.yaml"]))).Error.ReplaceLineEndings(" "), StringComparison.Ordinal);

    private FileStream? reading;

    private string Reading(string file)
    {
        reading = File.OpenRead(file);
        return FormattableString.Invariant($"{reading.SafeFileHandle.DangerousGetHandle()}");
    }

    private static async Task<string> Pinned(CoordinatorHost host, string sweep = "own") =>
        (await host.Coordinator.Record(sweep, CancellationToken.None)).Spec.Program!.Code!;
}
