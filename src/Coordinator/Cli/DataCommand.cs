using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Exports;
using Sweep.Reporting.Pictures;
using Sweep.Reporting.Plots;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep data</c>: fetch a dataset, its statistics, a contact sheet.</summary>
public static class DataCommand
{
    private const int DefaultPictures = 40;
    private const int MostPictures = 2000;
    private const int MostBatch = 1_000_000;

    /// <param name="download">Where CIFAR-10 comes from; its publisher if null.</param>
    public static Command Create(Shell shell, Cifar10Download? download = null) =>
        new("data", "Datasets: fetch, look at, count.")
        {
            Fetch(shell, download ?? Cifar10Download.Official), Stats(shell), Show(shell),
        };

    private static Command Fetch(Shell shell, Cifar10Download download)
    {
        var archive = new Argument<string?>("file")
        {
            Description = "The archive cifar-10-binary.tar.gz where you have it on disk: checked and unpacked instead of downloaded.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "fetch",
            "Download CIFAR-10 (170 MB) into the folder of --data, SWEEP_DATA or the cache, unless it is there; " +
            "a broken-off download is continued.")
        {
            archive,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var to = shell.TerminalFor(parsed);
            var folder = DatasetFolder.Of(parsed.GetValue(GlobalOptions.Data));
            var found = Complete(folder);
            var given = parsed.GetValue(archive);
            var place = found ?? (given is null
                ? await DatasetFetch.Download(download, folder.Path, to, cancellation)
                : await download.Unpack(given, folder.Path, cancellation));
            if (found is null)
                Cifar10.Read(place, 1, 1);
            if (to.Json)
                to.WriteJson(new { dataset = DatasetSpec.Cifar10, folder = place, downloaded = found is null && given is null });
            else
                to.Answer(found is null ? $"CIFAR-10 is now in {place}." : $"CIFAR-10 is already in {place}.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>The folder of a complete dataset; null where it is missing or files of it are.</summary>
    private static string? Complete(DatasetFolder folder)
    {
        try
        {
            if (folder.FindCifar10() is not { } found)
                return null;
            Cifar10.Read(found, 1, 1);
            return found;
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    private static Command Stats(Shell shell)
    {
        var options = new DatasetOptions();
        var standardised = new Option<bool>("--standardised")
        {
            Description = "Also the check after standardisation by the training set: mean ≈ 0, deviation ≈ 1.",
        };
        var batch = new Option<string>("--batch")
        {
            Description = "Images in a training batch, for its shape.",
            HelpName = "images",
            DefaultValueFactory = _ => Number(SpaceDefaults.BatchSize),
        };
        var command = new Command(
            "stats", "Images of every class, mean and deviation of every channel (in one pass), a batch's shape, fingerprint.")
        {
            standardised, batch,
        };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var to = shell.TerminalFor(parsed);
            var size = Whole("--batch", parsed.GetRequiredValue(batch), MostBatch, SpaceDefaults.BatchSize);
            var dataset = options.Load(parsed);
            var train = SetStatistics.Of(dataset.Train, dataset.Classes);
            var validation = SetStatistics.Of(dataset.Validation, dataset.Classes);
            var check = parsed.GetValue(standardised) ? StandardisedCheck.Of(dataset) : null;
            var shape = BatchShape.Of(dataset, size);
            if (to.Json && check is null)
                to.WriteJson(new { dataset = dataset.Name, fingerprint = dataset.Fingerprint, train, validation, batch = shape });
            else if (to.Json)
                to.WriteJson(new
                {
                    dataset = dataset.Name,
                    fingerprint = dataset.Fingerprint,
                    train,
                    validation,
                    batch = shape,
                    standardised = check,
                });
            else
                Print(dataset, train, validation, shape, check, to);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(
        Dataset dataset, SetStatistics train, SetStatistics validation, BatchShape batch, StandardisedCheck? check, Terminal to)
    {
        to.Answer($"{dataset.Name}: {Counted.Of(train.Images)} training and {Counted.Of(validation.Images)} validation images");
        to.Answer($"fingerprint {dataset.Fingerprint}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("")
            .AddColumn(new TableColumn("train").RightAligned()).AddColumn(new TableColumn("validation").RightAligned());
        foreach (var name in dataset.Classes)
            table.AddRow(Markup.Escape(name), Number(train.Classes[name]), Number(validation.Classes[name]));
        table.AddEmptyRow();
        for (var c = 0; c < train.Mean.Count; c++)
        {
            var channel = Channel(c, train.Mean.Count);
            table.AddRow($"{channel} mean", Number(train.Mean[c]), Number(validation.Mean[c]));
            table.AddRow($"{channel} deviation", Number(train.Deviation[c]), Number(validation.Deviation[c]));
        }
        if (check is not null)
        {
            table.AddEmptyRow();
            for (var c = 0; c < train.Mean.Count; c++)
            {
                table.AddRow(
                    $"{Channel(c, train.Mean.Count)} mean, standardised", Number(check.Train[c].Mean), Number(check.Validation[c].Mean));
                table.AddRow(
                    $"{Channel(c, train.Mean.Count)} deviation, standardised",
                    Number(check.Train[c].Deviation), Number(check.Validation[c].Deviation));
            }
        }
        to.Out.Write(table);
        to.Answer(batch.Sentence);
        if (check is not null)
            to.Answer("standardised: (pixel / 255 - mean) / deviation, both of the training set, in float32 as the network sees it; " +
                "the training set must come out at 0 and 1");
    }

    private static string Channel(int c, int of) => of == 3 ? ((string[])["red", "green", "blue"])[c] : $"channel {c}";

    private static Command Show(Shell shell)
    {
        var options = new DatasetOptions();
        var output = new Option<string?>("--out")
        {
            Description = "The PNG or JPEG file to write, by its ending (default: contact-sheet.png, or picture-N.png).",
            HelpName = "file",
        };
        var count = new Option<string>("--count")
        {
            Description = "How many pictures of the training set.",
            HelpName = "pictures",
            DefaultValueFactory = _ => Number(DefaultPictures),
        };
        var index = WholeNumberOption.Of(
            "--index", "Only this picture of the training set, counted from 0, with its minimum, maximum, mean and deviation.",
            "picture", least: 0, most: int.MaxValue);
        var command = new Command("show", "Write a contact sheet with class names, or one picture, as PNG or JPEG.")
        {
            output, count, index,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var to = shell.TerminalFor(parsed);
            if (parsed.GetValue(index) is { } one)
                return await ShowOne(
                    options.Load(parsed), one, Path.GetFullPath(parsed.GetValue(output) ?? $"picture-{Number(one)}.png"), to, cancellation);
            var pictures = Whole("--count", parsed.GetRequiredValue(count), MostPictures, DefaultPictures);
            var dataset = options.Load(parsed, pictures);
            var path = Path.GetFullPath(parsed.GetValue(output) ?? "contact-sheet.png");
            await Save(ImageGrid.Of(dataset.Train, dataset.Classes, pictures), path, cancellation);
            if (Output.IsStandardOutput(path))
                return ExitCode.Done;
            var shown = Math.Min(pictures, dataset.Train.Count);
            if (to.Json)
                to.WriteJson(new { dataset = dataset.Name, file = path, pictures = shown });
            else
                to.Answer($"{path} shows {Counted.Of(shown, "picture")} of {dataset.Name}.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>One picture of the training set, as the notebook looks at it: itself, and the numbers that the network gets.</summary>
    private static async Task<int> ShowOne(Dataset dataset, int index, string path, Terminal to, CancellationToken cancellation)
    {
        if (index >= dataset.Train.Count)
            throw new BadInputException(
                $"--index {Number(index)}: the training set has {Counted.Of(dataset.Train.Count, "picture")}, counted from 0; " +
                $"write a number up to {Number(dataset.Train.Count - 1)}.");
        var picture = dataset.Train with { Pixels = dataset.Train.Image(index).ToArray(), Labels = [dataset.Train.Labels[index]] };
        await Save(ImageGrid.Of(picture, dataset.Classes, 1), path, cancellation);
        if (Output.IsStandardOutput(path))
            return ExitCode.Done;
        var name = dataset.Classes[picture.Labels[0]];
        var pixels = PixelStatistics.Scaled(picture);
        var standardised = PixelStatistics.StandardisedTogether(picture, ChannelStatistics.Of(dataset.Train));
        if (to.Json)
        {
            to.WriteJson(new { dataset = dataset.Name, file = path, index, @class = name, pixels, standardised });
            return ExitCode.Done;
        }
        to.Answer($"{path} shows picture {Number(index)} of {dataset.Name}'s training set: " +
            $"{name}, {picture.Channels} x {picture.Height} x {picture.Width}");
        to.Answer($"pixels, 0 to 1       {Text(pixels)}");
        to.Answer($"standardised         {Text(standardised)}");
        return ExitCode.Done;

        static string Text(Moments m) => $"minimum {Numbers.Measure(m.Min)}  maximum {Numbers.Measure(m.Max)}  "
            + $"mean {Numbers.Measure(m.Mean)}  deviation {Numbers.Measure(m.Deviation)}";
    }

    private static Task Save(ImageGrid grid, string path, CancellationToken cancellation)
    {
        var write = ContactSheet.For(path);
        return NamedOutput.Write("--out", path, () => OutputFile.WriteAsync(path, stream =>
        {
            write(grid, stream);
            return Task.CompletedTask;
        }, cancellation));
    }

    private static int Whole(string option, string text, int most, int example) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw new BadInputException(
                $"{option} '{text}' must be a whole number from 1 to {most}; write for instance {option} {example}.");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>As many decimals as the statistics of datasets are published with.</summary>
    private static string Number(double value) => Numbers.Fixed(value, 6);

    /// <summary>A dataset with its limits, on the command line.</summary>
    private sealed class DatasetOptions
    {
        private readonly Argument<string> dataset = new("dataset")
        {
            Description = "cifar10 or shapes10.",
            DefaultValueFactory = _ => DatasetSpec.Cifar10,
        };
        private readonly Option<string?> train = new("--train")
        {
            Description = "Only the first so many training images.",
            HelpName = "images",
        };
        private readonly Option<string?> validation = new("--validation")
        {
            Description = "Only the first so many validation images.",
            HelpName = "images",
        };

        public void AddTo(Command command)
        {
            command.Arguments.Add(dataset);
            command.Options.Add(train);
            command.Options.Add(validation);
        }

        /// <param name="enough">How many images of each set are enough where no limit is given; null for all.</param>
        public Dataset Load(ParseResult parsed, int? enough = null)
        {
            var name = parsed.GetRequiredValue(dataset);
            var (mostTrain, mostValidation) = Datasets.SizeOf(name);
            return Datasets.Load(
                new(name, Limit(train, mostTrain), Limit(validation, mostValidation)), parsed.GetValue(GlobalOptions.Data));

            int? Limit(Option<string?> option, int most) => parsed.GetValue(option) is { } text
                ? Whole(option.Name, text, most, DefaultPictures)
                : enough is { } n ? Math.Min(n, most) : null;
        }
    }

    /// <summary>Every channel of both sets after standardisation by the training set.</summary>
    private sealed record StandardisedCheck(IReadOnlyList<Moments> Train, IReadOnlyList<Moments> Validation)
    {
        public static StandardisedCheck Of(Dataset dataset)
        {
            var training = ChannelStatistics.Of(dataset.Train);
            return new(PixelStatistics.Standardised(dataset.Train, training), PixelStatistics.Standardised(dataset.Validation, training));
        }
    }

    /// <summary>What one step of the training gets.</summary>
    /// <param name="Images">[batch, channels, height, width]</param>
    /// <param name="Steps">Batches in an epoch, the last one smaller where the training set does not divide.</param>
    private sealed record BatchShape(IReadOnlyList<int> Images, IReadOnlyList<int> Labels, int Steps, int Last)
    {
        public static BatchShape Of(Dataset dataset, int size)
        {
            var (train, batch) = (dataset.Train, Math.Min(size, dataset.Train.Count));
            var steps = (train.Count + batch - 1) / batch;
            return new([batch, train.Channels, train.Height, train.Width], [batch], steps, train.Count - ((steps - 1) * batch));
        }

        public string Sentence =>
            $"a batch: images [{string.Join(", ", Images)}] (batch, channels, height, width), labels [{Labels[0]}]; "
            + $"{Counted.Of(Steps, "step")} an epoch{(Last == Labels[0] ? "" : $", the last with {Last}")}";
    }

    private sealed record SetStatistics(
        int Images, IReadOnlyDictionary<string, int> Classes, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
    {
        public static SetStatistics Of(ImageSet images, IReadOnlyList<string> classes)
        {
            var channels = ChannelStatistics.Of(images);
            var counts = images.Labels.CountBy(label => label).ToDictionary(c => c.Key, c => c.Value);
            return new(
                images.Count,
                classes.Select((name, label) => (name, label)).ToDictionary(c => c.name, c => counts.GetValueOrDefault((byte)c.label)),
                channels.Mean, channels.Deviation);
        }
    }
}
