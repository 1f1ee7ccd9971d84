using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Models;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep export model TRIAL --out net.dat</c>: the trained network for a program of one's own.</summary>
internal static class ExportModelCommand
{
    public static Command Create(Shell shell)
    {
        var trial = TrialArgument.Required();
        var sweep = TrialArgument.Sweep();
        var place = new Option<string>("--out")
        {
            Description = "The file to write; its description goes beside it, as FILE.json.",
            HelpName = "file",
            Required = true,
        };
        var command = new Command("model", "Write the network of a trial, as TorchSharp's Module.load reads it.") { trial, sweep, place };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var file = parsed.GetRequiredValue(place);
            using var model = await ModelOfTrial.Fetch(shell, parsed, parsed.GetRequiredValue(trial), parsed.GetValue(sweep), cancellation);
            await using var trainer = LocalTrainer.Start(LocalTrainer.Cpu, null);
            var description = await ModelFile.Write("--out", file, model.Description, model.Checkpoint, trainer, cancellation);
            if (Output.IsStandardOutput(file))
                return ExitCode.Done;
            var (whole, about) = (Path.GetFullPath(file), model.Description);
            if (terminal.Json)
                terminal.WriteJson(new { written = whole, description });
            else
            {
                terminal.Answer($"{whole}: {about.Model} of trial {about.Trial} after epoch {about.Metrics.Epoch}, " +
                    $"valAccuracy {Numbers.Measure(about.Metrics.ValAccuracy)} on {about.Dataset.Name}");
                terminal.Answer(description is null
                    ? "No description was written beside it, because it is no plain file."
                    : $"{description}: its layers, classes, normalisation and provenance");
            }
            return ExitCode.Done;
        });
        return command;
    }
}
