using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Questions;

/// <summary>Every kind of question there is. A new one is a file beside this and a line here.</summary>
internal static class QuestionKinds
{
    public static readonly ImmutableArray<QuestionKind> All =
    [
        QuestionKind.Read<StatusNow, StatusView>("status",
            "How all sweeps stand, what is in training, which agents there are, what failed last.",
            StatusNow.Answer),
        QuestionKind.Read<SweepOf, SweepView>("sweeps/{sweep?}",
            "How one sweep stands: its trials, its best so far, when it will be done; without a name, the one submitted last.",
            SweepOf.Answer),
        QuestionKind.Read<BestOf, BestView>("best",
            "The winning configuration of a sweep over its seeds, and the best single trial beside it.",
            BestOf.Answer),
        QuestionKind.Read<BestPageOf, BestPage>("best/page",
            "What 'sweep best' prints, in words: the winning configuration, what is tied with it, and where to look next.",
            BestPageOf.Answer),
        QuestionKind.Read<ResultsOf, ImmutableArray<TrialRow>>("results",
            "Every trial of a sweep, in the order of the leaderboard.",
            ResultsOf.Answer),
        QuestionKind.Post<TrialQuestion, ResultTable>(
            "ask",
            "A question over trials or epochs in the language of 'sweep results': filtered, sorted, grouped, with columns of one's own.",
            (question, source, _) => question.Epochs
                ? source.Database.Ask(opened => TrialAnswer.Of(opened, question, source.Live))
                : source.Recorded(records => TrialAnswer.Of(records, question, source.Live))),
        QuestionKind.Post<SqlQuestion, ResultTable>(
            "select", "A question in the results database's own SQL: one SELECT.",
            (question, source, cancellation) => SqlQuestions.Answer(source.Database, question, cancellation)),
        QuestionKind.Read<RankingOf, SweepRecord>("ranking",
            "All that is known about a sweep, with those trials alone that may win.",
            RankingOf.Answer),
        QuestionKind.Read<OriginsOf, ImmutableArray<EpochOrigin>>("runs/{run}/epochs",
            "Where each epoch of a run came from: the lease that brought it, and its checkpoint.",
            OriginsOf.Answer),
        QuestionKind.Read<TrialOf, SweepRecord>("trials/{trial}",
            "What is known about one trial: its sweep's record with the trials, the curve and the attempts of its run alone.",
            TrialOf.Answer),
        QuestionKind.Read<RecordOf, SweepRecord>("record",
            "All that is known about a sweep: its file, trials, learning curves and attempts.",
            RecordOf.Answer),
        QuestionKind.Read<AttemptsOf, ImmutableArray<Attempt>>("attempts",
            "Every attempt at the runs of a sweep, oldest first: who held it when, and what became of it.",
            AttemptsOf.Answer),
        QuestionKind.Read<AgentsNow, ImmutableArray<AgentView>>("agents",
            "Every agent with its slots and what they train.",
            AgentsNow.Answer),
        QuestionKind.Read<ExplanationOf, ExplanationView>("explain",
            "Why a sweep, a trial or an agent stands as it does, and what would have to change.",
            ExplanationOf.Answer),
        QuestionKind.Read<EventsAfter, EventPage>("events",
            "What the journal says after one of its entries, of everything or of one agent, a page at a time; an empty page is the end.",
            EventsAfter.Answer),
        QuestionKind.Read<LogOf, LogPart>("leases/{lease}/log",
            "What a program printed under a lease, a part at a time; an empty part is the end, for now.",
            LogOf.Answer),
        QuestionKind.Post<PreviewOf, SubmitView>("preview",
            "What the submission of a sweep would come to; nothing is done.",
            PreviewOf.Answer),
    ];

    private static readonly Dictionary<Type, QuestionKind> ByQuestion = All.ToDictionary(kind => kind.Question);

    public static QuestionKind Of<TAnswer>(Question<TAnswer> question) => ByQuestion[question.GetType()];

    /// <summary>Answers the question from a home.</summary>
    public static async Task<TAnswer> Answer<TAnswer>(Question<TAnswer> question, ISource source, CancellationToken cancellation) =>
        (TAnswer)await Of(question).Answer(question, source, cancellation);
}
