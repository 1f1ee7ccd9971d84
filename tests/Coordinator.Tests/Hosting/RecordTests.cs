using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>A sweep's record, of which reports, plots and exports are made: from the folder, from the coordinator and over HTTP.</summary>
public sealed class RecordTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.Complete();

    [Fact]
    public async Task Record_SaysTheSame_FromTheFolder_FromTheCoordinator_AndOverHttp()
    {
        var folder = await OfFolder(home.Home);
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        using var http = Https.Coordinator(host);

        var (live, far) = (await host.Coordinator.Record("grid", CancellationToken.None), await http.Record(null, CancellationToken.None));

        Assert.Equal(Said(folder), Said(live));
        Assert.Equal(Said(folder), Said(far));
        Assert.Equal(folder.Trials, far.Trials);
    }

    [Fact]
    public async Task Record_HasCurvesWithNotANumber_AndEveryAttemptWithItsProvenance()
    {
        var record = await OfFolder(home.Home);

        var diverged = record.Curves[record.Trials.Single(trial => trial is { LearningRate: 0.01, Epochs: 3 }).Run];
        Assert.Equal([2.625, double.NaN], diverged.Select(epoch => epoch.ValLoss));
        Assert.Equal([Outcome.Completed, Outcome.Diverged], record.Attempts.Select(attempt => attempt.Outcome));
        Assert.All(record.Attempts, attempt => Assert.Equal(("a processor", attempt.GrantedAt), (attempt.Provenance?.DeviceModel, attempt.StartedAt)));
    }

    [Fact]
    public async Task Record_OfAnInterruptedSweep_HasNothingRunningInAFolder()
    {
        using var interrupted = WrittenHome.Interrupted();

        var record = await OfFolder(interrupted.Home);

        Assert.Equal(SweepStatus.Interrupted, record.View.State);
        Assert.DoesNotContain(record.Trials, trial => trial.State == TrialState.Running);
        Assert.Single(record.CurveOf(record.Trials.First(trial => trial.LearningRate == 0.001)));
    }

    public void Dispose() => home.Dispose();

    private static async Task<SweepRecord> OfFolder(Home home)
    {
        await using var folder = await HomeQueries.Open(home, Logger.None);
        return await folder.Record(null, CancellationToken.None);
    }

    /// <summary>All of it as text; the curves by run, because a dictionary has no order.</summary>
    private static string Said(SweepRecord record) => JsonSerializer.Serialize(
        new { Record = record with { Curves = record.Curves.Clear() }, Curves = record.Curves.OrderBy(curve => curve.Key.Value, StringComparer.Ordinal) }, StrictJson.Options);
}
