using System.Collections.Immutable;
using Sweep.Coordinator.Storage.Sql;

namespace Sweep.Coordinator.Answers;

/// <summary>A question in LiteDB's SQL.</summary>
/// <param name="Sql">One SELECT.</param>
/// <param name="Parameters">As a person writes them, see <see cref="SqlParameters"/>: they stay beside the text and never become a part of
/// it.</param>
public sealed record SqlQuestion(string Sql, ImmutableArray<string> Parameters) : Question<ResultTable>;
