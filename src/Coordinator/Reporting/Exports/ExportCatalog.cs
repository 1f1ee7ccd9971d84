using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Exports;

/// <summary>Every export by the name that the command line knows it under.</summary>
internal static class ExportCatalog
{
    private static readonly (string Format, Func<SweepRecord, string, Task> Write)[] Exports =
    [
        ("csv", Now(CsvExport.Write)),
        ("json", Now(JsonExport.Write)),
        ("parquet", ParquetExport.Write),
        ("tensorboard", Now(TensorBoardExport.Write)),
        ("mlflow", Now(MlflowExport.Write)),
        ("optuna", Now(OptunaExport.Write)),
    ];

    public static IReadOnlyList<string> Formats { get; } = [.. Exports.Select(e => e.Format)];

    public static Task Write(string format, SweepRecord sweep, string folderOrFile) =>
        Exports.FirstOrDefault(e => e.Format == format).Write?.Invoke(sweep, folderOrFile)
        ?? throw new BadInputException($"There is no export '{format}'; choose one of {string.Join(", ", Formats)}.");

    private static Func<SweepRecord, string, Task> Now(Action<SweepRecord, string> write) => (sweep, place) =>
    {
        write(sweep, place);
        return Task.CompletedTask;
    };
}
