using System.Text.Json;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Reporting.Tests.Exports;

public sealed class JsonExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void TheRecord_ReadsBackAsItself_NaNIncluded()
    {
        var sweep = Some.EventfulSweep();

        JsonExport.Write(sweep, folder["grid.json"]);

        var back = JsonSerializer.Deserialize<SweepRecord>(File.ReadAllText(folder["grid.json"]), SweepJson.Options)!;
        Assert.Equal(sweep.Spec, back.Spec);
        Assert.Equal(sweep.Source, back.Source);
        Assert.Equal(sweep.Trials.Select(t => t with { Sweep = "", Cause = null }), back.Trials);
        Assert.Equal(sweep.Attempts, back.Attempts);
        foreach (var (run, curve) in sweep.Curves)
            Assert.Equal(curve, back.Curves[run]);
    }

    [Fact]
    public void IntoAFolder_TheFileIsNamedAfterTheSweep()
    {
        JsonExport.Write(Some.SweepRecord(name: "homework"), folder.Path);

        Assert.Equal(["homework.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    public void Dispose() => folder.Dispose();
}
