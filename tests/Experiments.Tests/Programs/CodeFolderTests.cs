using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Files;

namespace Sweep.Experiments.Tests.Programs;

public sealed class CodeFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Code(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[$"code/{file}"])!);
            File.WriteAllText(folder[$"code/{file}"], file);
        }
        return folder["code"];
    }

    private PackedFolder Pack(string? sweepFile = "code/it.yaml") =>
        CodeFolder.Pack(folder["code"], sweepFile is null ? null : folder[sweepFile], folder["it.tar"]);

    [Fact]
    public void WhatNoProgramNeedsElsewhere_AndTheSweepFileItself_StayHere()
    {
        var bare = CodeFolder.Pack(Code("train.py", "lib/net.py"), null, folder["bare.tar"]);
        Code("it.yaml", ".git/config", "__pycache__/x.pyc", "lib/.DS_Store", ".sweep/sweep.lock", "home/sweep.lock", "home/journal/1",
            "env/pyvenv.cfg", "env/bin/python3", "node_modules/x.js");
        Assert.Equal(bare, Pack());
        Code("big.bin");
        Assert.NotEqual(bare, Pack());
        File.WriteAllText(folder["code/.sweepignore"], "*.bin\n");
        Assert.Equal(bare, Pack());
    }

    [Fact]
    public void AFolderThatCannotBePacked_IsOneSentenceWithTheRemedy()
    {
        Code("train.py");
        File.CreateSymbolicLink(folder["code/data"], "/somewhere/else");
        Assert.Equal(
            $"The program's code cannot be packed: the link data in {folder["code"]} leads to /somewhere/else, out of the folder; leave out what it "
                + "does not need in a file .sweepignore there (lines as in .gitignore), or name another folder with experiment.folder.",
            Assert.Throws<BadInputException>(() => Pack()).Message);
        File.WriteAllText(folder["code/.sweepignore"], "/data\n");
        Assert.Equal(1, Pack().Files);
    }

    [Fact]
    public void TheFolder_IsThatOfTheSweepFile_OrTheOneItNames()
    {
        Code("deep/it.yaml");
        Assert.Equal(folder["code/deep"], CodeFolder.Of(null, folder["code/deep/it.yaml"]));
        Assert.Equal(folder["code"], CodeFolder.Of("..", folder["code/deep/it.yaml"]));
        Assert.Null(CodeFolder.Of("none", folder["code/deep/it.yaml"]));
        Assert.Equal(folder["code"], CodeFolder.Of(folder["code"], null));
        Assert.StartsWith("The sweep is in no file, so its program has no folder; name one in full with experiment.folder",
            Assert.Throws<BadInputException>(() => CodeFolder.Of(null, null)).Message, StringComparison.Ordinal);
        Assert.Contains("experiment.folder 'gone' is no folder",
            Assert.Throws<BadInputException>(() => CodeFolder.Of("gone", folder["code/deep/it.yaml"])).Message, StringComparison.Ordinal);
    }
}
