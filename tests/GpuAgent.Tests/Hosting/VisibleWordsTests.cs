using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Sweep.GpuAgent.Hosting;

namespace Sweep.GpuAgent.Tests.Hosting;

public class VisibleWordsTests
{
    [Fact]
    public void WordsOfOthers_AreWrittenOut_AlsoInExceptions()
    {
        var said = new LogEvent(
            DateTimeOffset.UnixEpoch, LogEventLevel.Warning, new InvalidDataException("bad \e[2J\nline"), new MessageTemplateParser().Parse("The trainer said {Words:l} after {Epochs}"),
            [new("Words", new ScalarValue("\e[31mred\nforged")), new("Epochs", new ScalarValue(3))]);

        new VisibleWords().Enrich(said, new Properties());

        Assert.Equal(@"The trainer said \e[31mred\nforged after 3", said.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.StartsWith("System.IO.InvalidDataException: bad \\e[2J\nline", said.Properties["Trace"].ToString("l", null), StringComparison.Ordinal);
    }

    private sealed class Properties : ILogEventPropertyFactory
    {
        public LogEventProperty CreateProperty(string name, object? value, bool destructureObjects = false) => new(name, new ScalarValue(value));
    }
}
