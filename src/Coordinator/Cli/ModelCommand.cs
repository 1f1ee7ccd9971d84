using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Training;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep model</c>: the network layer by layer at any input, and why it is not a fully connected one.</summary>
public static class ModelCommand
{
    private const int MostBatch = 65_536;
    private const int ExampleClasses = 100;
    private static readonly ImageShape Example = new(3, 4096, 4096);

    public static Command Create(Shell shell)
    {
        var input = new Option<string>("--input")
        {
            Description = "Channels x height x width of an image.",
            HelpName = "CxHxW",
            DefaultValueFactory = _ => "3x32x32",
        };
        var batch = new Option<string>("--batch")
        {
            Description = "Images in a batch.",
            HelpName = "images",
            DefaultValueFactory = _ => "8",
        };
        var pooling = new Option<bool>("--pooling")
        {
            Description = "Compare the network without pooling, with max pooling and with adaptive pooling at several inputs.",
        };
        var convolution = new Option<bool>("--convolution")
        {
            Description = "Compute the first layer with plain loops and with the library: the code, the differences, the times.",
        };
        var command = new Command("model", "Show the network layer by layer: output shape, parameters, memory.")
        {
            input, batch, pooling, convolution,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var to = shell.TerminalFor(parsed);
            var (image, size) = (ImageShape.Parse("--input", parsed.GetRequiredValue(input)), Batch(parsed.GetRequiredValue(batch)));
            if (parsed.GetValue(pooling) && parsed.GetValue(convolution))
                throw new BadInputException("--pooling and --convolution are two questions: ask one after the other.");
            if (parsed.GetValue(pooling))
                return PoolingComparison.Show(to, image, size);
            if (parsed.GetValue(convolution))
                return await ConvolutionLesson.Show(to, image, size, cancellation);
            var summary = ModelSummary.NotebookCnn(image, size);
            var connected = ModelSummary.FullyConnected(Example, ExampleClasses);
            if (to.Json)
                to.WriteJson(Document(summary, connected));
            else
                Print(summary, connected, to);
            return ExitCode.Done;
        });
        return command;
    }

    private static object Document(ModelSummary summary, ModelSummary connected) => new
    {
        model = summary.Model,
        input = summary.Input.ToString(),
        batch = summary.Batch,
        layers = summary.Layers,
        parameters = summary.Parameters,
        parameterBytes = summary.ParameterBytes,
        trainingStateBytes = summary.TrainingStateBytes,
        inputBytes = summary.InputBytes,
        activationBytes = summary.ActivationBytes,
        fullyConnected = new
        {
            input = connected.Input.ToString(),
            classes = ExampleClasses,
            weights = Weights(connected),
            weightBytes = Weights(connected) * sizeof(float),
        },
    };

    private static void Print(ModelSummary summary, ModelSummary connected, Terminal to)
    {
        to.Answer($"{summary.Model} on a batch of {Counted.Of(summary.Batch)} images of {summary.Input}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("layer").AddColumn("output");
        table.AddColumn(new TableColumn("parameters").RightAligned()).AddColumn(new TableColumn("activations").RightAligned());
        foreach (var layer in summary.Layers)
            table.AddRow(Markup.Escape(layer.Name), layer.Output, Counted.Of(layer.Parameters), Sizes.Of(layer.ActivationBytes));
        table.AddRow("total", "", Counted.Of(summary.Parameters), Sizes.Of(summary.ActivationBytes));
        to.Out.Write(table);
        to.Answer($"weights {Sizes.Of(summary.ParameterBytes)}; " +
            $"with gradients and AdamW's two moments {Sizes.Of(summary.TrainingStateBytes)}; input {Sizes.Of(summary.InputBytes)}");
        to.Answer("");
        to.Answer($"Without convolutions: one fully connected layer from {Example} to {ExampleClasses} classes has "
            + $"{Counted.Of(Weights(connected))} weights, {Sizes.Of(Weights(connected) * sizeof(float))} in fp32 before gradients and "
            + "AdamW make it four times as much.");
        to.Answer("Each of them is tied to one pixel, so an edge learnt in one place is unknown in all others. "
            + "A convolution's few weights look at every place, whatever the resolution.");
    }

    private static long Weights(ModelSummary connected) => connected.Input.Values * ExampleClasses;

    private static int Batch(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= MostBatch
            ? value
            : throw new BadInputException($"--batch '{text}' must be a whole number from 1 to {MostBatch}; write for instance --batch 8.");
}
