using Spectre.Console;
using Sweep.Experiments.Data;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Brings datasets to this machine, with a progress bar, or a line for every tenth where there is no terminal to draw on.
/// </summary>
public static class DatasetFetch
{
    private const int Tenths = 10;

    /// <summary>Makes sure that the dataset can be loaded: downloads it into the cache folder if nobody named another.</summary>
    public static async Task Ensure(DatasetSpec dataset, string? dataFolder, Terminal terminal, CancellationToken cancellation)
    {
        var folder = DatasetFolder.Of(dataFolder);
        if (dataset.Name != DatasetSpec.Cifar10 || folder.FindCifar10() is not null)
            return;
        if (folder.IsExplicit)
            throw folder.NoCifar10();
        await Download(Cifar10Download.Official, folder.Path, terminal, cancellation);
    }

    /// <summary>What this machine is to train on is there and whole, before anything is begun.</summary>
    public static async Task Check(SweepSpec spec, string? folder, Terminal terminal, CancellationToken cancellation)
    {
        if (spec is not { Model.Name: ModelSpec.NotebookCnn or ModelSpec.Program, Dataset.Name: DatasetSpec.Cifar10 })
            return;
        await Ensure(spec.Dataset, folder, terminal, cancellation);
        Datasets.Load(spec.Dataset, folder);
    }

    /// <returns>The folder with the dataset's files.</returns>
    public static async Task<string> Download(Cifar10Download source, string folder, Terminal terminal, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        if (terminal.Quiet)
            return await source.Fetch(folder, http, (_, _) => { }, cancellation);
        terminal.Say($"Downloading {source.Source} to {folder}");
        if (!terminal.Error.Profile.Out.IsTerminal)
            return await source.Fetch(folder, http, Lines(terminal.Error), cancellation);
        return await terminal.Error.Progress()
            .Columns(
                new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(),
                new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => source.Fetch(folder, http, Bar(context.AddTask("CIFAR-10")), cancellation));
    }

    private static Action<long, long?> Bar(ProgressTask task) => (bytes, total) =>
    {
        task.MaxValue = total ?? double.MaxValue;
        task.Value = bytes;
    };

    private static Action<long, long?> Lines(IAnsiConsole console)
    {
        var told = 0L;
        return (bytes, total) =>
        {
            if (total is { } all && bytes * Tenths / all > told)
            {
                told = bytes * Tenths / all;
                console.WriteLine($"{told * 100 / Tenths} % of {Sizes.Of(all)}");
            }
        };
    }
}
