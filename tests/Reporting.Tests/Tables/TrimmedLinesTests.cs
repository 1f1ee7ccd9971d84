using Spectre.Console;
using Spectre.Console.Testing;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Tests.Tables;

public class TrimmedLinesTests
{
    [Fact]
    public void Cells_AreNotFilledUp_AtTheEndsOfLines()
    {
        var table = new Table { Border = TableBorder.None }.AddColumn("name").AddColumn("what");
        table.AddRow("one", "many words");
        table.AddRow("two", "few");
        table.AddRow("", "");
        using var console = new TestConsole();

        console.Write(new TrimmedLines(table));

        Assert.Equal(["name what", "one  many words", "two  few", "", ""], console.Output.Split('\n'));
    }
}
