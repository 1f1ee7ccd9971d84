using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Benchmarks.Restart;

/// <summary>
/// A home with the journal that a lab leaves which has trained nine tenths of a large sweep: every run under a lease of its own, some under
/// two because an agent was lost, every epoch with its checkpoint's name. The checkpoints themselves are left out: a start does not read them.
/// </summary>
internal static class BigHome
{
    public const int MostEpochs = 10;
    private const int Seeds = 50;
    private const string Lengths = "[1, 3, 5, 10]";
    private const int Agents = 16;
    private const int Slots = 8;
    private const int EventsAtOnce = 4096;
    private static readonly DateTimeOffset Began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="trials">Rounded down to a multiple of what one run serves.</param>
    /// <param name="sharing">Whether trials that differ only in epochs are one run.</param>
    /// <returns>Entries of the journal.</returns>
    public static long Make(Home home, int trials, bool sharing) => Make(home, Spec(trials, sharing, Lengths, 4));

    /// <summary>As <see cref="Make(Home, int, bool)"/>, with a run of <see cref="MostEpochs"/> epochs for each trial.</summary>
    public static long MakeLong(Home home, int trials) => Make(home, Spec(trials, sharing: true, "10", 1));

    private static long Make(Home home, (SweepSpec Parsed, string Text) spec)
    {
        Directory.CreateDirectory(home.Folder);
        using var journal = FileJournal.Open(home.JournalFolder);
        foreach (var events in Life(spec.Parsed, spec.Text).Chunk(EventsAtOnce))
            journal.Append(events);
        return journal.LastSequence;
    }

    /// <summary>How many epochs of such a home are still to be trained.</summary>
    public static int EpochsLeft(int trials, bool sharing)
    {
        if (trials < 4 * Seeds)
            return 0;
        var plan = SweepPlan.Of(Spec(trials, sharing, Lengths, 4).Parsed);
        return plan.Runs.Skip(Trained(plan)).Sum(run => run.Epochs);
    }

    private static int Trained(SweepPlan plan) => plan.Runs.Length * 9 / 10;

    /// <param name="epochs">As the sweep file says them.</param>
    /// <param name="lengths">How many these are.</param>
    private static (SweepSpec Parsed, string Text) Spec(int trials, bool sharing, string epochs, int lengths)
    {
        var rates = trials / lengths / Seeds;
        var text = string.Create(CultureInfo.InvariantCulture,
            $$"""
            name: large
            dataset: shapes10
            model: simulated
            sharing: {{(sharing ? "true" : "false")}}
            space: { lr: { log: [1e-5, 1e-1], count: {{rates}} }, epochs: {{epochs}}, seed: { integers: [0, {{Seeds - 1}}] } }
            """);
        return (SweepFile.Parse(text, "large.yaml"), text);
    }

    private static IEnumerable<JournalEvent> Life(SweepSpec spec, string source)
    {
        yield return new CoordinatorStarted("0.1.0") { At = Began };
        yield return new SweepSubmitted(spec, source) { At = Began };
        var incarnations = Enumerable.Range(0, Agents).Select(agent => new Guid(agent, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).ToArray();
        for (var agent = 0; agent < Agents; agent++)
            yield return new AgentRegistered(Name(agent), incarnations[agent], Name(agent), "0.1.0", [.. Enumerable.Range(0, Slots).Select(slot => new SlotDescription(slot, "cpu", "simulated"))]) { At = Began };
        var plan = SweepPlan.Of(spec);
        var (lease, at) = (0L, Began);
        foreach (var (run, index) in plan.Runs.Take(Trained(plan)).Select((run, index) => (run, index)))
        {
            var (agent, slot) = (index % Agents, index / Agents % Slots);
            var lostAfter = index % 50 == 0 ? run.Epochs / 2 : run.Epochs;
            foreach (var e in Attempt(run, spec.Name, ++lease, 1, (agent, incarnations[agent], slot), 0, lostAfter, at))
                yield return e;
            if (lostAfter < run.Epochs)
                foreach (var e in Attempt(run, spec.Name, ++lease, 2, (agent, incarnations[agent], slot), lostAfter, run.Epochs, at))
                    yield return e;
            at = at.AddSeconds(1.37);
        }
    }

    private static IEnumerable<JournalEvent> Attempt(Run run, string sweep, long lease, int attempt, (int Agent, Guid Incarnation, int Slot) place, int from, int to, DateTimeOffset at)
    {
        var id = new LeaseId(lease);
        yield return new LeaseGranted(id, sweep, run.Id, Name(place.Agent), place.Incarnation, place.Slot, attempt, from, run.Epochs) { At = at };
        yield return new LeaseStarted(id, run.Id, new(new string('a', 64), "cpu", "simulated", "none", "0.1.0", Precision.Fp32, "")) { At = at };
        for (var epoch = from + 1; epoch <= to; epoch++)
        {
            at = at.AddSeconds(8.123);
            var state = SHA256.HashData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run.Id}/{epoch}")));
            var loss = 0.3 + (2 / (epoch + (state[0] / 255.0)));
            yield return new EpochRecorded(id, run.Id,
                new(epoch, loss, loss * 1.07, 1 - (loss / 3), 8 + (state[1] / 97.0)),
                new(epoch, Convert.ToHexStringLower(state), 1_234_567))
            { At = at };
        }
        yield return to == run.Epochs
            ? new LeaseEnded(id, run.Id, Outcome.Completed, "") { At = at }
            : new LeaseEnded(id, run.Id, Outcome.AgentLost, $"Nothing was heard from agent {Name(place.Agent)} for 30 s.") { At = at };
    }

    private static string Name(int agent) => string.Create(CultureInfo.InvariantCulture, $"box-{agent}");
}
