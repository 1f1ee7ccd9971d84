using System.Collections.Frozen;
using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>Every kind of question there is. A new one is a file beside this and a line here.</summary>
internal static class QuestionKinds
{
    public static readonly ImmutableArray<QuestionKind> All =
    [
        QuestionKind.Read<StatusNow, StatusView>("status", StatusNow.Answer),
        QuestionKind.Read<SweepOf, SweepView>("sweeps/{sweep?}", SweepOf.Answer),
        QuestionKind.Read<BestOf, BestView>("best", BestOf.Answer),
        QuestionKind.Read<ResultsOf, ImmutableArray<TrialRow>>("results", ResultsOf.Answer),
        QuestionKind.Post<TrialQuestion, ResultTable>(
            "ask", (question, source, _) => TrialAnswer.Of(source.Database, question, source.Live)),
        QuestionKind.Post<SqlQuestion, ResultTable>(
            "select", (question, source, cancellation) => SqlQuestions.Answer(source.Database, question, cancellation)),
        QuestionKind.Read<RankingOf, SweepRecord>("ranking", RankingOf.Answer),
        QuestionKind.Read<OriginsOf, ImmutableArray<EpochOrigin>>("runs/{run}/epochs", OriginsOf.Answer),
        QuestionKind.Read<TrialOf, SweepRecord>("trials/{trial}", TrialOf.Answer),
        QuestionKind.Read<RecordOf, SweepRecord>("record", RecordOf.Answer),
        QuestionKind.Read<AgentsNow, ImmutableArray<AgentView>>("agents", AgentsNow.Answer),
        QuestionKind.Read<ExplanationOf, ExplanationView>("explain", ExplanationOf.Answer),
        QuestionKind.Read<EventsAfter, EventPage>("events", EventsAfter.Answer),
        QuestionKind.Read<LogOf, LogPart>("leases/{lease}/log", LogOf.Answer),
        QuestionKind.Post<PreviewOf, SubmitView>("preview", PreviewOf.Answer),
    ];

    private static readonly FrozenDictionary<Type, QuestionKind> ByQuestion = All.ToFrozenDictionary(kind => kind.Question);

    public static QuestionKind Of<TAnswer>(Question<TAnswer> question) => ByQuestion[question.GetType()];

    /// <summary>Answers the question from a home.</summary>
    public static async Task<TAnswer> Answer<TAnswer>(Question<TAnswer> question, ISource source, CancellationToken cancellation) =>
        (TAnswer)await Of(question).Answer(question, source, cancellation);
}
