using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Sweep.Reporting.Answers;

/// <summary>A column of an answer. Names are unique within a table.</summary>
public sealed record ResultColumn(string Name, ValueKind Kind);

/// <summary>The answer of a query: every row has a value of its column's kind, or a missing one, in every column.</summary>
[JsonConverter(typeof(ResultTableJson))]
public sealed record ResultTable(ImmutableArray<ResultColumn> Columns, ImmutableArray<ImmutableArray<Value>> Rows);
