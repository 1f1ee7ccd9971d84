using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>Every export by the name that the command line knows it under.</summary>
internal static class ExportCatalog
{
    private static readonly (string Format, Func<SweepRecord, string, CancellationToken, Task> Write)[] Exports =
    [
        ("csv", Now(CsvExport.Write)),
        ("json", Now(JsonExport.Write)),
        ("parquet", ParquetExport.Write),
        ("tensorboard", Now((sweep, folder, _) => TensorBoardExport.Write(sweep, folder))),
        ("mlflow", Now((sweep, folder, _) => MlflowExport.Write(sweep, folder))),
        ("optuna", Now(OptunaExport.Write)),
    ];

    public static IReadOnlyList<string> Formats { get; } = [.. Exports.Select(e => e.Format)];

    /// <param name="cancellation">Ends the wait for somebody who reads from a pipe.</param>
    public static Task Write(string format, SweepRecord sweep, string folderOrFile, CancellationToken cancellation = default) =>
        Exports.FirstOrDefault(e => e.Format == format).Write?.Invoke(sweep, folderOrFile, cancellation)
        ?? throw new BadInputException($"There is no export '{format}'; choose one of {string.Join(", ", Formats)}.");

    private static Func<SweepRecord, string, CancellationToken, Task> Now(Action<SweepRecord, string, CancellationToken> write) =>
        (sweep, place, cancellation) =>
        {
            write(sweep, place, cancellation);
            return Task.CompletedTask;
        };
}
