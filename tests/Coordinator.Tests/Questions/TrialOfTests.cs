using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Hosting;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Questions;

/// <summary>What is known about one trial: from the folder, from the coordinator and over HTTP.</summary>
public sealed class TrialOfTests
{
    [Fact]
    public async Task ATrial_IsAnsweredWithItsRunAlone_AsItsSweepsRecordHasIt()
    {
        using var home = WrittenHome.Complete();
        await using (var folder = await HomeQueries.Open(home.Home, Logger.None))
            await Check(folder);
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        await Check(host.Coordinator);
        using var http = Https.Coordinator(host);
        await Check(http);
    }

    [Fact]
    public async Task ATrialThatLeftTheGrid_IsAmongTheRemoved()
    {
        using var home = WrittenHome.Shrunk();
        await using var queries = await HomeQueries.Open(home.Home, Logger.None);
        var removed = (await queries.Record("grid", CancellationToken.None)).Removed[^1];

        var known = await queries.Ask(new TrialOf(removed.Trial), CancellationToken.None);

        Assert.Contains(removed.Trial, known.Removed.Select(trial => trial.Trial));
        Assert.All(known.Removed, trial => Assert.Equal(removed.Run, trial.Run));
    }

    [Fact]
    public async Task AnUnknownTrial_IsRefusedWithTheRemedy()
    {
        using var home = WrittenHome.Complete();
        await using var queries = await HomeQueries.Open(home.Home, Logger.None);

        var refused = await Assert.ThrowsAsync<BadInputException>(() => queries.Ask(new TrialOf(new("0123")), CancellationToken.None));

        Assert.Equal("There is no trial '0123' in this home; `sweep results` lists the trials.", refused.Message);
    }

    private static async Task Check(IQueries queries)
    {
        var all = await queries.Record("grid", CancellationToken.None);
        foreach (var trial in all.Trials)
        {
            var known = await queries.Ask(new TrialOf(trial.Trial), CancellationToken.None);
            Assert.Equal(
                all.Trials.Where(other => other.Run == trial.Run).Select(other => other.Trial), known.Trials.Select(other => other.Trial));
            Assert.Equal(all.CurveOf(trial), known.CurveOf(trial));
            Assert.Equal([trial.Run], known.Curves.Keys);
            Assert.Equal(all.Attempts.Where(attempt => attempt.Run == trial.Run), known.Attempts);
            Assert.Equal(all.View.Trials, known.View.Trials);
        }
    }
}
