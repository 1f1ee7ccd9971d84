using System.CommandLine;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Plots;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep plot NAME --out x.svg|x.png</c>: one picture of a sweep.</summary>
public static class PlotCommand
{
    public static Command Create(Shell shell)
    {
        var plot = new Argument<string>("plot") { Description = "Which picture." };
        plot.TakesOneOf(PlotCatalog.Names);
        var sweep = SweepArgument.Optional("the one submitted last");
        var place = new Option<string?>("--out")
        {
            Description = "File to write, ending in .svg or .png (default: the plot's name and .svg).",
            HelpName = "file",
        };
        var trial = new Option<string?>("--trial")
        {
            Description = $"With curves: those of one trial, by its id or '{TrialArgument.Best}'.",
            HelpName = "trial",
        };
        var metric = new Option<string?>("--metric")
        {
            Description = "With curves: this metric alone (default: losses and accuracy, or a program's objective).",
            HelpName = "name",
        };
        var x = Axis("--x", "With heatmap and parameter: the hyperparameter along the bottom (default: what explains most).");
        var y = Axis("--y", "With heatmap: the hyperparameter along the side.");
        var command = new Command("plot", "Draw learning curves, a heat map and other pictures of a sweep.")
        {
            plot, sweep, place, trial, metric, x, y,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(plot);
            var file = parsed.GetValue(place) ?? $"{name}.svg";
            var draw = Pen(name, file, parsed.GetValue(trial), parsed.GetValue(metric), new(parsed.GetValue(x), parsed.GetValue(y)));
            var record = await shell.Record(parsed, parsed.GetValue(sweep), cancellation);
            return await parsed.Written(file, stream => stream.WriteAsync(draw(record), cancellation).AsTask(), cancellation);
        });
        return command;
    }

    private static Option<string?> Axis(string name, string description) => new(name) { Description = description, HelpName = "name" };

    private static Func<SweepRecord, byte[]> Pen(string name, string file, string? trial, string? metric, PlotAxes axes)
    {
        if (trial is not null && name != PlotCatalog.Curves)
            throw new BadInputException($"--trial is for learning curves, and '{name}' shows all trials; write sweep plot "
                + $"{PlotCatalog.Curves} --trial {trial}, or leave it out.");
        if (metric is not null && name != PlotCatalog.Curves)
            throw new BadInputException(
                $"--metric is for learning curves; write sweep plot {PlotCatalog.Curves} --metric {metric}, or leave it out.");
        if (axes.X is { } x && name is not (PlotCatalog.HeatMap or PlotCatalog.ByParameter))
            throw new BadInputException(
                $"--x is for a plot by a hyperparameter of your choice; write sweep plot {PlotCatalog.ByParameter} --x {x}, "
                    + "or leave it out.");
        if (axes.Y is { } y && name != PlotCatalog.HeatMap)
            throw new BadInputException(
                $"--y is for a heat map of two hyperparameters; write sweep plot {PlotCatalog.HeatMap} --x {axes.X ?? "epochs"} --y {y}, "
                    + "or leave it out.");
        Figure Draw(SweepRecord record) =>
            trial is not null ? CurvesPlot.OfTrial(record, TrialArgument.Find(record, trial), metric)
            : metric is not null ? CurvesPlot.Of(record, metric)
            : PlotCatalog.Draw(name, record, axes);
        return Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".SVG" => record => System.Text.Encoding.UTF8.GetBytes(Draw(record).Svg($"plot-{name}")),
            ".PNG" => record => Draw(record).Png(),
            _ => throw new BadInputException($"--out: '{file}' must end in .svg or .png."),
        };
    }
}
