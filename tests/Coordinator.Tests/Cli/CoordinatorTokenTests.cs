using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>How a person gives the token of a coordinator elsewhere.</summary>
public sealed class CoordinatorTokenTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AToken_ComesFromAFile_OrFromAnArgumentWithAWarning()
    {
        await using var host = await CoordinatorHost.Start(new(Home.At(folder["home"])), Logger.None, CancellationToken.None);
        File.WriteAllText(folder["token"], host.Token + "\n");

        var fromFile = await Ask(host.Http, "--token-file", folder["token"]);
        var argument = await Ask(host.Http, "--token", host.Token);

        Assert.Equal((ExitCode.Done, ""), (fromFile.ExitCode, fromFile.Error));
        Assert.Equal(ExitCode.Done, argument.ExitCode);
        Assert.Contains("list of processes", Words(argument.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatCannotBeUsed_IsOneSentence()
    {
        File.WriteAllText(folder["words"], "two words");
        foreach (var (file, expected) in new[] { ("no", "cannot be read"), ("words", "is no token"), ("", "cannot be read") })
        {
            var ran = await Ask(new("https://127.0.0.1:1"), "--token-file", folder[file]);
            Assert.Equal(ExitCode.BadInput, ran.ExitCode);
            Assert.Contains(expected, Words(ran.Error), StringComparison.Ordinal);
        }
        var both = await Ask(new("https://127.0.0.1:1"), "--token", "a", "--token-file", folder["words"]);
        Assert.Contains("both given", Words(both.Error), StringComparison.Ordinal);
    }

    private Task<Ran> Ask(Uri coordinator, params string[] token) => CommandLine.Sweep(["agents", "--coordinator", coordinator.ToString(), "--ca", folder["home/keys/ca.crt"], "--home", folder["other"], .. token]);

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
