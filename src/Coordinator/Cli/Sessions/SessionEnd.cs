using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>What a session ends with: the winner of each sweep, and the exit code.</summary>
internal static class SessionEnd
{
    /// <summary>Prints the winners: of one sweep as <c>best</c> does, of several one after the other (as one array in JSON).</summary>
    public static async Task<int> Winners(
        Terminal terminal, IQueries queries, IReadOnlyCollection<string> sweeps, CancellationToken cancellation)
    {
        var winners = new List<BestReport>();
        var cancelled = new HashSet<string>();
        foreach (var sweep in sweeps)
        {
            winners.Add(Leaderboards.Best(await queries.Ranking(sweep, cancellation)));
            if ((await queries.Sweep(sweep, cancellation)).State == SweepStatus.Cancelled)
                cancelled.Add(sweep);
        }
        if (terminal.Json && winners.Count != 1)
            terminal.WriteJson(winners.Select(BestDocument.Of));
        else
            winners.ForEach(winner => BestCommand.Show(terminal, winner));
        foreach (var winner in winners.Select(w => w.Best).Where(best => cancelled.Contains(best.Sweep)))
            terminal.Tell($"{winner.Sweep} was cancelled: {Counted.Of(winner.Trials.Done())} of "
                + $"{Counted.Of(winner.Trials.Total, "trial")} done; `sweep resume {winner.Sweep}` continues it.");
        return cancelled.Count > 0 ? ExitCode.Cancelled
            : winners.Exists(w => w.Best.Trials.Failed > 0) ? ExitCode.FailedTrials
            : ExitCode.Done;
    }

    /// <summary>What an interrupted session leaves behind, and how it goes on.</summary>
    public static async Task<int> Interrupted(Terminal terminal, IQueries queries, IReadOnlyCollection<string> sweeps, string howItGoesOn)
    {
        var winners = new List<BestReport>();
        foreach (var sweep in sweeps)
            winners.Add(Leaderboards.Best(await queries.Ranking(sweep, CancellationToken.None)));
        if (terminal.Json && winners.Count == 1)
            terminal.WriteJson(BestDocument.Of(winners[0]));
        else if (terminal.Json)
            terminal.WriteJson(winners.Select(BestDocument.Of));
        foreach (var winner in winners.Select(w => w.Best))
            terminal.Tell($"{winner.Sweep} is interrupted: {Counted.Of(winner.Trials.Done())} of "
                + $"{Counted.Of(winner.Trials.Total, "trial")} done; {howItGoesOn}");
        return ExitCode.Interrupted;
    }
}
