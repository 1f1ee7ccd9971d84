using System.CommandLine;
using System.Text.Json;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary><c>sweep plot</c>, <c>report</c> and <c>export</c> as typed, over a record instead of a home.</summary>
public sealed class PicturesAndFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private string? asked = "nothing";

    [Theory]
    [InlineData("curves", "x.svg")]
    [InlineData("heatmap", "x.PNG")]
    public async Task Plot_WritesTheFormatThatTheNameAsksFor_AndPrintsThePath(string plot, string file)
    {
        var (code, output) = await Run("plot", plot, "--out", folder[file]);

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(folder[file], output.Trim());
        var start = (await File.ReadAllBytesAsync(folder[file]))[1..4];
        Assert.Equal(file.EndsWith("svg", StringComparison.Ordinal) ? "svg"u8.ToArray() : "PNG"u8.ToArray(), start);
    }

    [Fact]
    public async Task Report_OfANamedSweep_IsWrittenWhereAsked()
    {
        var (code, output) = await Run("report", "shapes-grid", "--out", folder["deep/er/report.html"], "--json");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("shapes-grid", asked);
        Assert.Equal(folder["deep/er/report.html"], JsonDocument.Parse(output).RootElement.GetProperty("written").GetString());
        Assert.Contains("<h2>Winner</h2>", await File.ReadAllTextAsync(folder["deep/er/report.html"]));
    }

    [Theory]
    [InlineData("csv", "trials.csv")]
    [InlineData("json", "shapes-grid.json")]
    [InlineData("parquet", "epochs.parquet")]
    [InlineData("optuna", "shapes-grid.optuna.log")]
    public async Task Export_IntoAFolder_WritesTheFormat(string format, string file)
    {
        Assert.Equal(ExitCode.Done, (await Run("export", format, "--out", folder.Path)).Code);

        Assert.Null(asked);
        Assert.True(File.Exists(folder[file]));
    }

    [Fact]
    public async Task UnknownFormat_OrPlot_IsRefusedByTheParser()
    {
        Assert.NotEqual(ExitCode.Done, (await Run("export", "excel", "--out", folder.Path)).Code);
        Assert.NotEqual(ExitCode.Done, (await Run("plot", "pie", "--out", folder["x.svg"])).Code);
        Assert.Equal("nothing", asked);
    }

    [Theory]
    [InlineData("x.jpg", "must end in .svg or .png")]
    [InlineData("taken/x.svg", "cannot write to")]
    public async Task PlaceThatCannotBe_IsOneSentence(string file, string sentence)
    {
        await File.WriteAllTextAsync(folder["taken"], "a file where a folder is wanted");

        var refused = await Assert.ThrowsAsync<BadInputException>(() => Run("plot", "lr", "--out", folder[file]));

        Assert.Contains(sentence, refused.Message);
    }

    [Theory]
    [InlineData("x.svg", "plot", "lr")]
    [InlineData("x.html", "report")]
    [InlineData("x.json", "export", "json")]
    [InlineData("x.csv", "export", "csv")]
    [InlineData("x.parquet", "export", "parquet")]
    [InlineData("x.log", "export", "optuna")]
    public async Task OutOntoALink_FillsWhatItPointsTo(string file, params string[] command)
    {
        File.CreateSymbolicLink(folder[file], "target");

        Assert.Equal(ExitCode.Done, (await Run([.. command, "--out", folder[file]])).Code);

        Assert.Equal("target", new FileInfo(folder[file]).LinkTarget);
        Assert.NotEmpty(await File.ReadAllBytesAsync(folder["target"]));
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        Task<SweepRecord> Source(ParseResult parsed, string? sweep, CancellationToken cancellation)
        {
            asked = sweep;
            return Task.FromResult(Some.SweepRecord());
        }

        using var interruption = new Interruption();
        var shell = new Shell(Terminal.Standard, interruption, TimeProvider.System) { Record = Source };
        var root = new RootCommand
        {
            PlotCommand.Create(shell), ReportCommand.Create(shell), ExportCommand.Create(shell), GlobalOptions.Json,
        };
        using var output = new StringWriter();
        var code = await root.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = TextWriter.Null, EnableDefaultExceptionHandler = false });
        return (code, output.ToString());
    }
}
