using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;
using Sweep.Coordinator.Cli;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Cli;

public sealed class CompareCommandTests
{
    private static readonly TrialRow A = SomeTrials.Completed(lr: 0.01, epochs: 4, valAccuracy: 0.8);
    private static readonly TrialRow B = SomeTrials.Completed(lr: 0.02, epochs: 3, seed: 1, valAccuracy: 0.6);
    private static readonly SweepRecord Record =
        SomeSweep.Of(A, B, SomeTrials.Pending(0.5)).WithCurve(A, 2, 1, 0.75, 0.5).WithCurve(B, 2, 1.5, double.NaN);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheCommand_ShowsBothTrials(bool json)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        using var interruption = new Interruption();
        var shell = new Shell(_ => new(console, console, output, json), interruption, TimeProvider.System)
        {
            Record = (_, sweep, _) => Task.FromResult(sweep == "some" ? Record : throw new BadInputException("no such sweep")),
        };
        var command = CompareCommand.Create(shell);
        string[] typed = ["compare", A.Trial.Value[..10], B.Trial.Value[..10], "--sweep", "some"];
        Assert.Equal(ExitCode.Done, await new RootCommand { command }.Parse(typed).InvokeAsync());
        Assert.Contains(A.Trial.Value, output.ToString(), StringComparison.Ordinal);
        if (!json)
            return;
        var document = JsonNode.Parse(output.ToString())!;
        Assert.Equal("NaN", (string?)document["curves"]![1]!["b"]![2]);
        Assert.Equal(-1, (double)document["differences"]!["epochs"]!);
        Assert.Equal(0.6, (double)document["b"]!["valAccuracy"]!);
    }
}
