using System.Collections.Immutable;
using Akka.Actor;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Dashboard;
using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// The coordinator of this process: orders go to its actor, questions to the results database. What an order changed is on its way to
/// the database before the order is answered, so a question asked after it sees it.
/// </summary>
/// <param name="actor">Completes when the node has started.</param>
/// <param name="tail">Is told what the actor has made durable.</param>
/// <param name="sweepsMayNotify">See <see cref="CoordinatorOptions.SweepsMayNotify"/>.</param>
/// <param name="stopping">Ends what still waits for an answer when the coordinator stops.</param>
internal sealed class LiveCoordinator(
    Task<IActorRef> actor, ResultsDatabase database, Projection projection, BlobStore blobs, RunLogs logs, JournalTail tail,
    string journalFolder, bool sweepsMayNotify, CancellationToken stopping)
    : ICoordinator, IDashboardSource, IDrain
{
    /// <summary>As whose orders are noted; null where nobody says.</summary>
    private string? Person { get; init; }

    public long LastEntry => tail.Last;

    public ICommands InNameOf(string person) => new LiveCoordinator(
        actor, database, projection, blobs, logs, tail, journalFolder, sweepsMayNotify, stopping)
    { Person = person };

    bool ISource.Live => true;

    ResultsDatabase ISource.Database => Current;

    Task<T> ISource.Recorded<T>(Func<IRecords, T> ask) => Current.Ask(opened => ask(opened));

    RunLogs ISource.Logs => logs;

    public Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation) =>
        QuestionKinds.Answer(question, this, cancellation);

    async Task<StatusView> ISource.Status(CancellationToken cancellation)
    {
        var sweeps = await Current.Ask(opened => Queries.Views(opened, live: true));
        var live = await Told<LiveView>(new GetLive(), cancellation);
        var forecast = Forecast.Of(live.Work);
        return new(true, [.. sweeps.Select(sweep => sweep with
        {
            Forecast = forecast.Sweeps.GetValueOrDefault(sweep.Name),
            Waiting = live.Waiting.GetValueOrDefault(sweep.Name),
        })], live.Running, live.Agents)
        {
            Recent = projection.Recent,
            At = live.At,
            Forecast = forecast.All,
            Throughput = live.Throughput,
            Failures = live.Failures,
            Findings = StatusFindings.Of(projection, live.LeftOut),
        };
    }

    async Task<ImmutableArray<AgentView>> ISource.Agents(CancellationToken cancellation) =>
        (await Told<LiveView>(new GetLive(), cancellation)).Agents;

    Task<ExplanationView> ISource.Explain(string name, ExplainedKind? kind, CancellationToken cancellation) =>
        Told<ExplanationView>(new Explain(name, kind), cancellation);

    async Task<EventPage> ISource.Events(long since, string? agent, CancellationToken cancellation)
    {
        Task<EventPage> InWords(long after, IReadOnlyList<JournalEntry> entries, string? about) =>
            Told<EventPage>(new PutIntoWords(after, entries, about), cancellation);

        var last = tail.Last;
        if (agent is not null)
            return await EventPages.OfAgent(agent, since, last, from => tail.After(from, int.MaxValue) ?? Read(from, last), InWords);
        var after = EventPages.From(since, last);
        return await InWords(after, tail.After(after, EventPages.Length) ?? [.. Read(after, last).Take(EventPages.Length)], null);
    }

    private IEnumerable<JournalEntry> Read(long after, long last) =>
        JournalReader.Of(journalFolder).After(after, last).Select(placed => placed.Entry);

    public IReadOnlyList<JournalEntry>? EntriesAfter(long sequence, int most)
    {
        var last = tail.Last;
        if (last - sequence > most)
            return null;
        return tail.After(sequence, most) ?? [.. Read(sequence, last)];
    }

    public async Task<ImmutableArray<RunCurve>> Curves(string sweep, CancellationToken cancellation)
    {
        var runs = ImmutableArray.CreateBuilder<RunCurve>();
        for (int? next = 0; next is { } from;)
        {
            var part = await Told<CurvesPart>(new GetCurves(sweep, from), cancellation);
            runs.AddRange(part.Runs);
            next = part.Next;
        }
        return runs.ToImmutable();
    }

    Task<SubmitView> ISource.Preview(SweepSpec spec, CancellationToken cancellation) =>
        Told<SubmitView>(new PreviewSweep(spec), cancellation);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) => Task.FromResult<Stream?>(blobs.Open(sha256));

    public Task<SubmitView> Submit(SweepSpec spec, string source, CancellationToken cancellation) =>
        Told<SubmitView>(new SubmitSweep(Followed(spec), source) { By = Person }, cancellation);

    public Task<SubmitView> Submit(SweepSpec spec, string source, bool confirmed, CancellationToken cancellation) =>
        Told<SubmitView>(new SubmitSweep(Followed(spec), source, confirmed) { By = Person }, cancellation);

    public Task PutCode(string sha256, Stream archive, CancellationToken cancellation) => BlobStore.IsName(sha256)
        ? blobs.Put(sha256, archive, cancellation)
        : throw new BadInputException($"'{Texts.Plain(sha256)}' is no name of code: it is 64 lower-case hexadecimal digits of a SHA-256.");

    public Task Cancel(string sweep, CancellationToken cancellation) => Told<Done>(new CancelSweep(sweep) { By = Person }, cancellation);

    public Task Resume(string sweep, CancellationToken cancellation) => Told<Done>(new ResumeSweep(sweep) { By = Person }, cancellation);

    public async Task<int> RetryFailed(string sweep, CancellationToken cancellation) =>
        (await Told<Retried>(new RetryFailed(sweep) { By = Person }, cancellation)).Trials;

    public Task HoldAgent(string agent, AgentHold how, string? reason, CancellationToken cancellation) =>
        Told<Done>(new HoldAgent(agent, how, reason) { By = Person }, cancellation);

    public Task ResumeAgent(string agent, CancellationToken cancellation) =>
        Told<Done>(new ResumeAgent(agent) { By = Person }, cancellation);

    /// <summary>Ends what an agent, whose certificates count no longer, has to do with this coordinator.</summary>
    public Task Dismiss(DismissAgent order, CancellationToken cancellation) => Told<Done>(order, cancellation);

    public Task Drain(CancellationToken cancellation) => Told<Done>(new StartDrain(), cancellation);

    public Task EndDrain(CancellationToken cancellation) => Told<Done>(new EndDrain(), cancellation);

    /// <summary>The database, or an exception where it has fallen behind for good.</summary>
    private ResultsDatabase Current
    {
        get
        {
            projection.CheckCurrent();
            return database;
        }
    }

    /// <summary>The spec, where this coordinator does what it asks for, and has the code that it names.</summary>
    private SweepSpec Followed(SweepSpec spec)
    {
        if (spec.Program?.Code is { } code && BlobStore.IsName(code) && !blobs.Has(code))
            throw new BadInputException(
                $"The code of sweep '{Texts.Plain(spec.Name)}' ({code[..12]}) is not here; "
                    + "submit its file with `sweep submit`, which brings it.");
        return spec.Notify is null || sweepsMayNotify ? spec : throw NotFollowed(spec);
    }

    private static BadInputException NotFollowed(SweepSpec spec) => new(
        $"Sweep '{spec.Name}' has notify:, which this coordinator does not follow, because it would run commands of whoever submits: "
        + "start it with `sweep serve --sweeps-may-notify`, or leave notify out and put it into notify.yaml of its home.");

    /// <summary>Tells the actor, and waits for its answer.</summary>
    private async Task<T> Told<T>(object message, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping);
        var coordinator = await actor.WaitAsync(either.Token);
        return await coordinator.Ask<object>(message, Timeout.InfiniteTimeSpan, either.Token) switch
        {
            T answer => answer,
            Unconfirmed unconfirmed => throw new UnconfirmedException(unconfirmed.Question),
            Declined declined => throw new BadInputException(declined.Reason),
            var other => throw new InvalidOperationException(
                $"The coordinator answered {message.GetType().Name} with {other.GetType().Name}."),
        };
    }
}
