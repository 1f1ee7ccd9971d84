using System.Diagnostics;
using System.Text.RegularExpressions;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Documents;

/// <summary>The example of docs/api.md is run as it stands there.</summary>
public sealed partial class ApiDocumentExampleTests
{
    private const int MostLines = 21;

    [Fact]
    public async Task ThePythonOfTheDocument_SubmitsASweep_WaitsForIt_AndReadsTheBest()
    {
        var python = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "python3")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(python is null, "there is no python3 on this machine");
        var example = Block().Match(await File.ReadAllTextAsync(Checkout.PathOf("docs/api.md"))).Groups[1].Value;
        Assert.InRange(example.Split('\n').Count(line => line.Trim().Length > 0), 10, MostLines);
        using var home = WrittenHome.Complete();
        await using var coordinator = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        var place = Directory.CreateDirectory(home["place"]).FullName;
        File.CreateSymbolicLink(Path.Combine(place, ".sweep"), home.Home.Folder);
        await File.WriteAllTextAsync(Path.Combine(place, "sweep.yaml"), WrittenHome.SweepFileText);

        using var running = Process.Start(new ProcessStartInfo(python, ["-c", example])
        {
            WorkingDirectory = place,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync());
        await running.WaitForExitAsync();

        Assert.Equal("", await error);
        Assert.Equal(
            ["0 epochs to train", "{'lr': 0.001, 'epochs': 3, 'weightDecay': 0.001, 'batchSize': 8, 'seed': 0} valAccuracy 0.75 over 1 seeds"],
            (await output).TrimEnd().Split('\n'));
    }

    [GeneratedRegex(@"```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
