using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Models;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Trainers;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Pictures;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// <c>sweep predict TRIAL picture.png…</c>: what a trained network sees in pictures. One bad picture does not hide the answers about
/// others.
/// </summary>
internal static class PredictCommand
{
    private const int DefaultTop = 3;
    private const int MostTop = 1000;

    public static Command Create(Shell shell)
    {
        var what = new Argument<string[]>("trial and pictures")
        {
            Description = $"A trial, by its id or '{TrialArgument.Best}', and then PNG or JPEG files; with --model files only.",
            Arity = ArgumentArity.OneOrMore,
        };
        var sweep = TrialArgument.Sweep();
        var file = new Option<string?>("--model")
        {
            Description = "Use a network that 'sweep export model' wrote instead of a trial's.",
            HelpName = "file",
        };
        var top = WholeNumberOption.Of(
            "--top", $"How many classes to show for each picture (default: {DefaultTop}).", "classes", least: 1, most: MostTop);
        var command = new Command("predict", "Show what a trained network sees in pictures: classes with probabilities.")
        {
            what, sweep, file, top
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var words = parsed.GetRequiredValue(what);
            var shown = parsed.GetValue(top) ?? DefaultTop;
            if (parsed.GetValue(file) is { } saved)
                return await Predict(terminal, ModelFile.Read(saved), Path.GetFullPath(saved), words, shown, cancellation);
            if (words.Length < 2)
                throw new BadInputException($"Name a trial and then pictures, for instance: sweep predict {TrialArgument.Best} "
                    + $"{(words[0] == TrialArgument.Best ? "picture.png" : words[0])}.");
            using var model = await ModelOfTrial.Fetch(shell, parsed, words[0], parsed.GetValue(sweep), cancellation);
            return await Predict(terminal, model.Description, model.Checkpoint, words[1..], shown, cancellation);
        });
        return command;
    }

    private static async Task<int> Predict(
        Terminal terminal, ModelDescription model, string weights, string[] files, int top, CancellationToken cancellation)
    {
        var read = files.Select(file => Read(file, model.Input.Height)).ToList();
        var pictures = read.Where(tried => tried.Picture is not null).Select(tried => tried.Picture!).ToList();
        var probabilities = new Queue<ImmutableArray<double>>(
            pictures.Count == 0 ? [] : await Classify(model, weights, pictures, cancellation));
        ImmutableArray<Prediction> predictions = [.. read.Select(tried => tried.Picture is { } picture
            ? Prediction.Of(tried.File, picture, model.Classes, probabilities.Dequeue(), top)
            : Prediction.Failed(tried.File, tried.Error!))];
        if (terminal.Json)
            terminal.WriteJson(
                new { model = model.Model, sweep = model.Sweep, trial = model.Trial, epoch = model.Metrics.Epoch, pictures = predictions });
        else
            Show(terminal, model, predictions);
        return predictions.All(prediction => prediction.Error is null) ? ExitCode.Done : ExitCode.BadInput;
    }

    private static (string File, Picture? Picture, string? Error) Read(string file, int side)
    {
        try
        {
            return (file, Picture.Read(file, side), null);
        }
        catch (BadInputException e)
        {
            return (file, null, e.Message);
        }
    }

    private static async Task<ImmutableArray<ImmutableArray<double>>> Classify(
        ModelDescription model, string weights, List<Picture> pictures, CancellationToken cancellation)
    {
        await using var trainer = LocalTrainer.Start(LocalTrainer.Cpu, null);
        var order = new ClassifyOrder(weights, model.Normalisation, model.Arithmetic, model.Input.Height, model.Input.Width,
            [.. pictures.Select(picture => picture.Pixels)]);
        await foreach (var what in trainer.Follow(order, cancellation))
            if (what is Classified classified)
                return Checked(classified.Probabilities, pictures.Count, model.Classes.Length);
        throw new LocalAgentGaveUpException("The trainer followed the order and gave no answer.", ExitCode.Unexpected);
    }

    private static ImmutableArray<ImmutableArray<double>> Checked(
        ImmutableArray<ImmutableArray<double>> probabilities, int pictures, int classes) =>
        Prediction.IsAnswer(probabilities, pictures, classes)
            ? probabilities
            : throw new LocalAgentGaveUpException(
                string.Create(CultureInfo.InvariantCulture, $"The trainer's answer is not {classes} probabilities for each of {pictures} "
                    + $"pictures: is its program ({AgentProgram.Variable}) of this version?"), ExitCode.Unexpected);

    private static void Show(Terminal terminal, ModelDescription model, ImmutableArray<Prediction> predictions)
    {
        terminal.Answer($"{model.Model} of trial {model.Trial} of {model.Sweep}, epoch {model.Metrics.Epoch}, valAccuracy "
            + $"{Numbers.Measure(model.Metrics.ValAccuracy)} on {model.Dataset.Name}");
        foreach (var prediction in predictions)
        {
            if (prediction.Error is { } error)
            {
                terminal.Say(error);
                continue;
            }
            var classes = prediction.Classes.Select(of => $"{of.Class} {Numbers.Percent(of.Probability, decimals: 1)}");
            terminal.Answer($"{prediction.File}: {string.Join(", ", classes)}{Aside(prediction, model)}");
        }
    }

    private static string Aside(Prediction prediction, ModelDescription model) =>
        (prediction.Width, prediction.Height) == (model.Input.Width, model.Input.Height)
            ? ""
            : string.Create(CultureInfo.InvariantCulture,
                $" (middle square of {prediction.Width} x {prediction.Height}, scaled to {model.Input.Width} x {model.Input.Height})");
}
