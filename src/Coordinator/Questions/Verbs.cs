using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>The questions that are asked in many places, as verbs. A new question needs none: <c>Ask</c> takes every one.</summary>
internal static class Verbs
{
    public static Task<StatusView> Status(this IQueries queries, CancellationToken cancellation) =>
        queries.Ask(new StatusNow(), cancellation);

    public static Task<SweepView> Sweep(this IQueries queries, string? sweep, CancellationToken cancellation) =>
        queries.Ask(new SweepOf(sweep), cancellation);

    public static Task<BestView> Best(this IQueries queries, string? sweep, CancellationToken cancellation) =>
        queries.Ask(new BestOf(sweep), cancellation);

    public static Task<ImmutableArray<TrialRow>> Results(this IQueries queries, string? sweep, CancellationToken cancellation) =>
        queries.Ask(new ResultsOf(sweep), cancellation);

    /// <summary>A question over trials, which is read where it is answered: what travels is the answer alone.</summary>
    public static Task<ResultTable> Ask(this IQueries queries, TrialQuestion question, CancellationToken cancellation) =>
        queries.Ask<ResultTable>(question, cancellation);

    /// <summary>A question in LiteDB's SQL, which can change nothing.</summary>
    public static Task<ResultTable> Select(this IQueries queries, SqlQuestion question, CancellationToken cancellation) =>
        queries.Ask(question, cancellation);

    public static Task<SweepRecord> Ranking(this IQueries queries, string? sweep, CancellationToken cancellation) =>
        queries.Ask(new RankingOf(sweep), cancellation);

    public static Task<SweepRecord> Record(this IQueries queries, string? sweep, CancellationToken cancellation) =>
        queries.Ask(new RecordOf(sweep), cancellation);

    public static Task<ImmutableArray<AgentView>> Agents(this IQueries queries, CancellationToken cancellation) =>
        queries.Ask(new AgentsNow(), cancellation);

    public static Task<SubmitView> Preview(this IQueries queries, SweepSpec spec, CancellationToken cancellation) =>
        queries.Ask(new PreviewOf(spec), cancellation);

    public static Task<ImmutableArray<EpochOrigin>> Origins(this IQueries queries, RunId run, CancellationToken cancellation) =>
        queries.Ask(new OriginsOf(run), cancellation);
}
