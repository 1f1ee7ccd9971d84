using System.Text;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Tests.Storage;

public sealed class RunLogsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private RunLogs Logs => new(folder["run-logs"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatIsAppended_IsReadInOrder_AndFromWhereOneLeftOff()
    {
        Append(7, "one\n");
        Append(70, "another's\n");
        Append(7, "two\n");
        Assert.Equal(("one\ntwo\n", 8L), Logs.Read(7, 0));
        Assert.Equal(("two\n", 8L), Logs.Read(7, 4));
        Assert.Equal(("", 8L), Logs.Read(7, 8));
        Assert.Equal(("", 0L), Logs.Read(8, 0));
    }

    [Fact]
    public void OfAnEndlessLog_TheHeadAndTheTailAreKept_AndWhatIsMissingIsSaid()
    {
        var line = new string('x', 1023) + "\n";
        const int Lines = 64 * RunLogs.Piece / 1024;
        Append(1, "first\n");
        for (var i = 0; i < Lines; i++)
            Append(1, line);
        Append(1, "last\n");

        var whole = new StringBuilder();
        var after = 0L;
        while (Logs.Read(1, after) is { Text: { Length: > 0 } text } part)
        {
            whole.Append(text);
            after = part.Next;
        }

        Assert.StartsWith("first\n", whole.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("last\n", whole.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nsweep: ", whole.ToString(), StringComparison.Ordinal);
        Assert.InRange(whole.Length, RunLogs.Kept * RunLogs.Piece, (2 * RunLogs.Kept * RunLogs.Piece) + 100);
        Assert.Equal(2 * RunLogs.Kept, Directory.GetFiles(folder["run-logs"], "*", SearchOption.AllDirectories).Length);
    }

    private void Append(long lease, string text) => Logs.Append(lease, Encoding.UTF8.GetBytes(text));
}
