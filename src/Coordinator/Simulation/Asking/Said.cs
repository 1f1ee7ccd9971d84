using Sweep.Experiments.Expressions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>A condition as a person may spell it, and what it means.</summary>
internal sealed record SaidCondition(string Text, Func<AskedRow, bool> Holds);

/// <summary>A value of a row as a person may spell it, and what it means.</summary>
/// <param name="Shape">The same for everything that is the same but for its spelling.</param>
/// <param name="Measured">Whether a measured column is part of it.</param>
internal sealed record SaidValue(string Shape, string Text, ValueKind Kind, bool Measured, Func<AskedRow, object?> Of);

/// <summary>A value of a group of rows as a person may spell it, and what it means.</summary>
internal sealed record SaidAggregate(string Shape, string Text, ValueKind Kind, Func<IReadOnlyList<AskedRow>, object?> Of);
