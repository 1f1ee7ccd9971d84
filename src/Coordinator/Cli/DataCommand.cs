using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using System.Globalization;
using Spectre.Console;
using Sweep.Coordinator.Reporting.Exports;
using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep data</c>: fetch a dataset, its statistics, a contact sheet.</summary>
public static class DataCommand
{
    private const int DefaultPictures = 40;
    private const int MostPictures = 2000;

    /// <param name="terminal">Makes the terminal for a command that was, or was not, asked for JSON.</param>
    /// <param name="download">Where CIFAR-10 comes from; its publisher if null.</param>
    public static Command Create(Func<bool, Terminal>? terminal = null, Cifar10Download? download = null)
    {
        terminal ??= Terminal.Standard;
        return new Command("data", "Datasets: fetch, look at, count.") { Fetch(terminal, download ?? Cifar10Download.Official), Stats(terminal), Show(terminal) };
    }

    private static Command Fetch(Func<bool, Terminal> terminal, Cifar10Download download)
    {
        var archive = new Argument<string?>("file") { Description = "The archive cifar-10-binary.tar.gz where you have it on disk: checked and unpacked instead of downloaded.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("fetch", "Download CIFAR-10 (170 MB) into the folder of --data, SWEEP_DATA or the cache, unless it is there; a broken-off download is continued.") { archive };
        command.SetAction(async (parsed, cancellation) =>
        {
            var to = terminal(parsed.GetValue(GlobalOptions.Json));
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

    private static Command Stats(Func<bool, Terminal> terminal)
    {
        var options = new DatasetOptions();
        var command = new Command("stats", "Images of every class, mean and deviation of every channel (in one pass), fingerprint.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var to = terminal(parsed.GetValue(GlobalOptions.Json));
            var dataset = options.Load(parsed);
            var (train, validation) = (SetStatistics.Of(dataset.Train, dataset.Classes), SetStatistics.Of(dataset.Validation, dataset.Classes));
            if (to.Json)
                to.WriteJson(new { dataset = dataset.Name, fingerprint = dataset.Fingerprint, train, validation });
            else
                Print(dataset, train, validation, to);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(Dataset dataset, SetStatistics train, SetStatistics validation, Terminal to)
    {
        to.Answer(string.Create(CultureInfo.InvariantCulture, $"{dataset.Name}: {train.Images:N0} training and {validation.Images:N0} validation images"));
        to.Answer($"fingerprint {dataset.Fingerprint}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn(new TableColumn("train").RightAligned()).AddColumn(new TableColumn("validation").RightAligned());
        foreach (var name in dataset.Classes)
            table.AddRow(Markup.Escape(name), Number(train.Classes[name]), Number(validation.Classes[name]));
        table.AddEmptyRow();
        for (var c = 0; c < train.Mean.Count; c++)
        {
            var channel = train.Mean.Count == 3 ? ((string[])["red", "green", "blue"])[c] : $"channel {c}";
            table.AddRow($"{channel} mean", Number(train.Mean[c]), Number(validation.Mean[c]));
            table.AddRow($"{channel} deviation", Number(train.Deviation[c]), Number(validation.Deviation[c]));
        }
        to.Out.Write(table);
    }

    private static Command Show(Func<bool, Terminal> terminal)
    {
        var options = new DatasetOptions();
        var output = new Option<string>("--out") { Description = "The PNG file to write.", HelpName = "file", DefaultValueFactory = _ => "contact-sheet.png" };
        var count = new Option<string>("--count") { Description = "How many pictures of the training set.", HelpName = "pictures", DefaultValueFactory = _ => Number(DefaultPictures) };
        var command = new Command("show", "Write a PNG contact sheet with class names.") { output, count };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var to = terminal(parsed.GetValue(GlobalOptions.Json));
            var pictures = Whole("--count", parsed.GetRequiredValue(count), MostPictures);
            var dataset = options.Load(parsed, pictures);
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            var grid = ImageGrid.Of(dataset.Train, dataset.Classes, pictures);
            await Output.Writing("--out", path, () => OutputFile.WriteAsync(path, stream => { grid.WritePng(stream); return Task.CompletedTask; }, cancellation));
            if (Output.IsStandardOutput(path))
                return ExitCode.Done;
            var shown = Math.Min(pictures, dataset.Train.Count);
            if (to.Json)
                to.WriteJson(new { dataset = dataset.Name, file = path, pictures = shown });
            else
                to.Answer($"{path} shows {Numbers.Of(shown, "picture")} of {dataset.Name}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static int Whole(string option, string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw new BadInputException($"{option} '{text}' must be a whole number from 1 to {most}; write for instance {option} {DefaultPictures}.");

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    private static string Number(double value) => value.ToString("F6", CultureInfo.InvariantCulture);

    /// <summary>A dataset with its limits, on the command line.</summary>
    private sealed class DatasetOptions
    {
        private readonly Argument<string> dataset = new("dataset") { Description = "cifar10 or shapes10.", DefaultValueFactory = _ => DatasetSpec.Cifar10 };
        private readonly Option<string?> train = new("--train") { Description = "Only the first so many training images.", HelpName = "images" };
        private readonly Option<string?> validation = new("--validation") { Description = "Only the first so many validation images.", HelpName = "images" };

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
                ? Whole(option.Name, text, most)
                : enough is { } n ? Math.Min(n, most) : null;
        }
    }

    private sealed record SetStatistics(int Images, IReadOnlyDictionary<string, int> Classes, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
    {
        public static SetStatistics Of(ImageSet images, IReadOnlyList<string> classes)
        {
            var channels = ChannelStatistics.Of(images);
            var counts = images.Labels.CountBy(label => label).ToDictionary(c => c.Key, c => c.Value);
            return new(
                images.Count, classes.Select((name, label) => (name, label)).ToDictionary(c => c.name, c => counts.GetValueOrDefault((byte)c.label)),
                channels.Mean, channels.Deviation);
        }
    }
}
