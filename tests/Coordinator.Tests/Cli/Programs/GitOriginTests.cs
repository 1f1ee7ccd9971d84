using System.ComponentModel;
using System.Diagnostics;
using Sweep.Coordinator.Cli.Programs;
using Sweep.Suite;

namespace Sweep.Coordinator.Tests.Cli.Programs;

/// <summary>What git says of a program's folder, in repositories made for it.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class GitOriginTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false", .. arguments])
            {
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            Assert.Equal(0, git.ExitCode);
            return said.Trim();
        }
        catch (Win32Exception)
        {
            Assert.Skip("there is no git on this machine");
            throw;
        }
    }

    private string Repository()
    {
        Git("init", "--quiet");
        Directory.CreateDirectory(folder["code"]);
        File.WriteAllText(folder["code/train.py"], "print(1)\n");
        File.WriteAllText(folder["code/sweep.yaml"], "name: mine\n");
        Git("add", ".");
        Git("commit", "--quiet", "--no-verify", "-m", "first");
        return Git("rev-parse", "HEAD");
    }

    [Fact]
    public void TheCommit_AndWhetherTheCodeDiffersFromIt()
    {
        var commit = Repository();
        Assert.Equal(new(commit, false), GitOrigin.Of(folder["code"], folder["code/sweep.yaml"]));

        // The sweep file is not packed: another grid is no other code.
        File.WriteAllText(folder["code/sweep.yaml"], "name: other\n");
        Assert.Equal(new(commit, false), GitOrigin.Of(folder["code"], folder["code/sweep.yaml"]));
        Assert.Equal(new(commit, true), GitOrigin.Of(folder["code"], null));

        // What changes beside the folder is not packed either.
        File.WriteAllText(folder["elsewhere.txt"], "new\n");
        Assert.Equal(new(commit, false), GitOrigin.Of(folder["code"], folder["code/sweep.yaml"]));

        File.WriteAllText(folder["code/train.py"], "print(2)\n");
        Assert.Equal(new(commit, true), GitOrigin.Of(folder["code"], folder["code/sweep.yaml"]));
    }

    [Fact]
    public void AFileThatGitDoesNotKnow_IsAChange_AndAFolderOfSuchHasNoOrigin()
    {
        var commit = Repository();
        File.WriteAllText(folder["code/new.py"], "print(3)\n");
        Directory.CreateDirectory(folder["unknown"]);
        File.WriteAllText(folder["unknown/train.py"], "print(1)\n");

        Assert.Equal(new(commit, true), GitOrigin.Of(folder["code"], null));
        Assert.Null(GitOrigin.Of(folder["unknown"], null));
    }

    [Fact]
    public void WithoutARepository_OrACommit_ThereIsNone()
    {
        Assert.Null(GitOrigin.Of(folder.Path, null));
        Git("init", "--quiet");
        File.WriteAllText(folder["train.py"], "print(1)\n");
        Assert.Null(GitOrigin.Of(folder.Path, null));
    }
}
