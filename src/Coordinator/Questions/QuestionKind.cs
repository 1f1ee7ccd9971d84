using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>One kind of question: where it is asked over HTTP, and how it is answered.</summary>
/// <param name="Question">The kind's record.</param>
/// <param name="Path">
/// Below <c>/api/</c>. A part in braces is the property of that JSON name, one with a question mark may be null and missing; the other
/// properties of a question that is read stand in the query.
/// </param>
/// <param name="Sent">
/// Whether it is a JSON document that is sent (POST), or read by its address alone (GET); then its properties are texts.
/// </param>
/// <param name="Says">The question in words, for who reads about it.</param>
/// <param name="AnswerType">What the answer is.</param>
/// <param name="Answer">From a home.</param>
/// <param name="Ask">Of whoever answers.</param>
internal sealed record QuestionKind(
    Type Question, string Path, bool Sent, string Says, Type AnswerType,
    Func<object, ISource, CancellationToken, Task<object>> Answer,
    Func<IQueries, object, CancellationToken, Task<object>> Ask)
{
    /// <summary>A question that is read.</summary>
    public static QuestionKind Read<TQuestion, TAnswer>(
        string path, string says, Func<TQuestion, ISource, CancellationToken, Task<TAnswer>> answer)
        where TQuestion : Question<TAnswer> where TAnswer : notnull => Of(path, sent: false, says, answer);

    /// <summary>A question that is sent.</summary>
    public static QuestionKind Post<TQuestion, TAnswer>(
        string path, string says, Func<TQuestion, ISource, CancellationToken, Task<TAnswer>> answer)
        where TQuestion : Question<TAnswer> where TAnswer : notnull => Of(path, sent: true, says, answer);

    private static QuestionKind Of<TQuestion, TAnswer>(
        string path, bool sent, string says, Func<TQuestion, ISource, CancellationToken, Task<TAnswer>> answer)
        where TQuestion : Question<TAnswer> where TAnswer : notnull => new(
            typeof(TQuestion), path, sent, says, typeof(TAnswer),
            async (question, source, cancellation) => await answer((TQuestion)question, source, cancellation),
            async (queries, question, cancellation) => await queries.Ask((TQuestion)question, cancellation));
}
