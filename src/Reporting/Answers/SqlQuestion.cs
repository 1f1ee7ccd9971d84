using System.Collections.Immutable;

namespace Sweep.Reporting.Answers;

/// <summary>A question in LiteDB's SQL.</summary>
/// <param name="Sql">One SELECT.</param>
/// <param name="Parameters">As a person writes them, <c>value</c> or <c>name=value</c>: they stay beside the text and never become a
/// part of it.</param>
public sealed record SqlQuestion(string Sql, ImmutableArray<string> Parameters) : Question<ResultTable>;
