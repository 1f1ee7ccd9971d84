using Spectre.Console;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Experiments.Training;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep model --pooling</c>: what pooling does to the features, and so to the head, at the notebook's resolutions.</summary>
internal static class PoolingComparison
{
    private static readonly ImageShape[] Notebook = [new(3, 32, 32), new(3, 128, 128), new(3, 256, 128), new(3, 256, 256)];

    public static int Show(Terminal to, ImageShape asked, int batch)
    {
        Func<ImageShape, int, int, ModelSummary>[] poolings =
            [ModelSummary.WithoutPooling, ModelSummary.MaxPooled, ModelSummary.NotebookCnn];
        List<ModelSummary> variants =
        [
            .. poolings.SelectMany(variant =>
                Notebook.Prepend(asked).Distinct().OrderBy(input => input.Values).Select(input => variant(input, batch, 10))),
        ];
        if (to.Json)
        {
            to.WriteJson(new
            {
                batch,
                variants = variants.Select(v => new
                {
                    pooling = Name(v),
                    input = v.Input.ToString(),
                    features = v.Features,
                    headParameters = v.HeadParameters,
                    parameters = v.Parameters,
                    activationBytes = v.ActivationBytes,
                }),
            });
            return ExitCode.Done;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn("pooling").AddColumn("input").AddColumn("features");
        foreach (var column in new[] { "head", "parameters", "activations" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var v in variants)
            table.AddRow(Name(v), v.Input.ToString(), v.Features, Counted.Of(v.HeadParameters), Counted.Of(v.Parameters),
                Sizes.Of(v.ActivationBytes));
        to.Out.Write(table);
        to.Answer($"head: parameters of the linear layer into 10 classes; activations: of a batch of {Counted.Of(batch)}");
        to.Answer("Only adaptive pooling gives the same features, and so one head, at every resolution: the other two are tied to the one "
            + "they were made for.");
        return ExitCode.Done;
    }

    private static string Name(ModelSummary variant) => variant.Model switch
    {
        "without pooling" => "none",
        "max pooling" => "max",
        _ => "adaptive",
    };
}
