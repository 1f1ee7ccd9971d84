using System.CommandLine;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep export FORMAT --out …</c>: a sweep for other tools. Doing it again replaces what was written before.</summary>
public static class ExportCommand
{
    public static Command Create(Shell shell)
    {
        var format = new Argument<string>("format") { Description = "What to write." };
        format.TakesOneOf(ExportCatalog.Formats);
        var sweep = SweepArgument.Optional("the one submitted last");
        var place = new Option<string>("--out") { Description = "Folder or file to write.", HelpName = "path", Required = true };
        var command = new Command("export", "Write a sweep for spreadsheets, notebooks, TensorBoard, MLflow or Optuna.")
        {
            format, sweep, place,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(place);
            var record = await shell.Record(parsed, parsed.GetValue(sweep), cancellation);
            if (record.Curves.Values.All(curve => curve.IsEmpty))
                await parsed.InvocationConfiguration.Error.WriteLineAsync(
                    VisibleText.Sentence($"No epoch of {record.Spec.Name} has been trained yet: there are no results to export."));
            return await parsed.Written(path, () => ExportCatalog.Write(parsed.GetRequiredValue(format), record, path, cancellation));
        });
        return command;
    }
}
