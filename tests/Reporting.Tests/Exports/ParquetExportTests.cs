using ParquetSharp;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Exports;

namespace Sweep.Reporting.Tests.Exports;

/// <summary>Parquet files read back by Apache's own C++ library, the one behind pyarrow, and by the library that wrote them.</summary>
public sealed class ParquetExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Trials_ReadBackByAnotherLibrary_BitForBit()
    {
        var sweep = Some.EventfulSweep();

        await ParquetExport.Write(sweep, folder.Path);

        using var file = new ParquetFileReader(folder["trials.parquet"]);
        Assert.Equal([.. SweepTables.TrialColumns(sweep).Select(c => c.Name)], Enumerable.Range(0, file.FileMetaData.NumColumns).Select(i => file.FileMetaData.Schema.Column(i).Name));
        Assert.Equal(sweep.Trials.Select(t => t.Trial.Value), Column<string>(file, "trial"));
        Assert.Equal(sweep.Trials.Select(t => (double?)t.LearningRate), Column<double?>(file, "lr"));
        Assert.Equal(sweep.Trials.Select(t => (int?)t.Epochs), Column<int?>(file, "epochs"));
        Assert.Equal(sweep.Trials.Select(t => (long?)t.Seed), Column<long?>(file, "seed"));
        Assert.Equal(sweep.Trials.Select(t => t.ValLoss), Column<double?>(file, "valLoss"));
        Assert.Equal(sweep.Trials.Select(t => t.Cause), Column<string?>(file, "cause"));
        Assert.Contains(Column<double?>(file, "trainLoss"), v => v is { } loss && double.IsNaN(loss));
    }

    [Fact]
    public async Task Epochs_ReadBackByAnotherLibrary()
    {
        var sweep = Some.EventfulSweep();

        await ParquetExport.Write(sweep, folder["grid.parquet"]);

        using var file = new ParquetFileReader(folder["grid.epochs.parquet"]);
        var expected = sweep.Trials.Select(t => t.Run).Distinct().SelectMany(r => sweep.Curves[r]).ToArray();
        Assert.Equal(expected.Select(m => (double?)m.ValAccuracy), Column<double?>(file, "valAccuracy"));
        Assert.Equal(expected.Select(m => (int?)m.Epoch), Column<int?>(file, "epoch"));
    }

    [Fact]
    public async Task ParquetNet_ReadsItToo()
    {
        var sweep = Some.SweepRecord();

        await ParquetExport.Write(sweep, folder.Path);

        await using var reader = await Parquet.ParquetReader.CreateAsync(folder["trials.parquet"]);
        using var group = reader.OpenRowGroupReader(0);
        var values = new double?[sweep.Trials.Length];
        await group.ReadAsync<double>(reader.Schema.FindDataField("valAccuracy"), values.AsMemory());
        Assert.Equal(sweep.Trials.Select(t => t.ValAccuracy), values);
    }

    [Fact]
    public async Task SweepWithoutEpochs_GivesAnEmptyTable()
    {
        await ParquetExport.Write(Some.SweepRecord(fate: _ => Experiments.Trials.TrialState.Pending), folder.Path);

        using var file = new ParquetFileReader(folder["epochs.parquet"]);
        Assert.Equal(0, file.FileMetaData.NumRows);
    }

    public void Dispose() => folder.Dispose();

    private static T[] Column<T>(ParquetFileReader file, string name)
    {
        using var group = file.RowGroup(0);
        using var column = group.Column(file.FileMetaData.Schema.ColumnIndex(name)).LogicalReader<T>();
        return column.ReadAll((int)group.MetaData.NumRows);
    }
}
