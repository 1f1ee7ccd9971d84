using System.Collections.Immutable;
using CsCheck;
using Spectre.Console;
using Sweep.Experiments.Expressions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Tests.Tables;

public sealed class EvenTableTests
{
    private static readonly Gen<Value> Words = Gen.String[Gen.Char["ab –z~é宽\u001b"], 0, 9].Select(Value.Of);
    private static readonly Gen<Value> Numbers = Gen.Double.Select(number => Value.Of(number));
    private static readonly Gen<Value> Missing = Gen.Const(Value.Missing(ValueKind.Number));

    private static readonly Gen<(ResultColumn Column, Value[] Values)> Column = Gen.OneOf(
        Gen.Select(Gen.String[Gen.Char["abc"], 1, 12], Words.Array[4]).Select((name, values) => (new ResultColumn(name, ValueKind.Text), values)),
        Gen.Select(Gen.Int[0, 2].Select(which => new[] { "cause", "lr", "valAccuracy" }[which]), Gen.OneOf(Numbers, Missing).Array[4])
            .Select((name, values) => (new ResultColumn(name, ValueKind.Number), values)));

    [Theory, InlineData(AnsiSupport.No), InlineData(AnsiSupport.Yes)]
    public void ItLooksTheSame_AsATableOfSpectres(AnsiSupport ansi) => Gen.Select(Column.Array[1, 6], Gen.Int[0, 3].Select(which => new[] { 24, 60, 200, 100_000 }[which]))
        .Sample((columns, width) =>
        {
            var table = new ResultTable(
                [.. columns.Select(column => column.Column)],
                [.. Enumerable.Range(0, 4).Select(row => columns.Select(column => column.Values[row]).ToImmutableArray())]);
            string[][] shown = [.. table.Rows.Select(row => row.Select(TerminalTable.Shown).ToArray())];
            Assert.Equal(Rendered(TerminalTable.Fitted(table, shown), ansi, width), Rendered(TerminalTable.Of(table), ansi, width));
        }, iter: 1000);

    private static string Rendered(Spectre.Console.Rendering.IRenderable what, AnsiSupport ansi, int width)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new() { Ansi = ansi, ColorSystem = ColorSystemSupport.TrueColor, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;
        console.Write(what);
        return text.ToString();
    }
}
