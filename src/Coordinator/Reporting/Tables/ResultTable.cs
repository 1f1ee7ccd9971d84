using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Coordinator.Reporting.Expressions;

namespace Sweep.Coordinator.Reporting.Tables;

/// <summary>A column of an answer. Names are unique within a table.</summary>
public sealed record TableColumn(string Name, ValueKind Kind);

/// <summary>The answer of a query: every row has a value of its column's kind, or a missing one, in every column.</summary>
[JsonConverter(typeof(ResultTableJson))]
public sealed record ResultTable(ImmutableArray<TableColumn> Columns, ImmutableArray<ImmutableArray<Value>> Rows);
