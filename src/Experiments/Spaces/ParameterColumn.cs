using Sweep.Experiments.Expressions;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Spaces;

/// <summary>A hyperparameter as a column of a question.</summary>
internal static class ParameterColumn
{
    /// <summary>True and false are the words for them.</summary>
    public static ValueKind KindOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Number => ValueKind.Number,
        ParameterKind.Whole => ValueKind.Integer,
        _ => ValueKind.Text,
    };

    /// <param name="read">The value of a row; null where the parameter is not there.</param>
    public static RowColumn Of(string name, ValueKind kind, Func<IRow, ParameterValue?> read) =>
        new(name, kind, row => (read(row), kind) switch
        {
            (null, _) => Value.Missing(kind),
            ({ } value, ValueKind.Number) => Value.Of(value.Number),
            ({ } value, ValueKind.Integer) => Value.Of(value.Whole),
            var (value, _) => Value.Of(value.ToString()),
        });
}
