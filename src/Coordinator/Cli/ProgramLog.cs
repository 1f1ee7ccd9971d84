using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Cli;

/// <summary>The program's log: compact JSON in the home's <c>logs</c> folder; warnings are said to the person as well.</summary>
internal static class ProgramLog
{
    private const int FilesKept = 14;
    private const long LargestFile = 64 * 1024 * 1024;

    private static readonly string[] Libraries = ["Akka", "Microsoft.", "System."];

    /// <param name="say">Takes warnings and errors, one sentence each.</param>
    /// <param name="all">Whether it takes what an operator would tell a colleague as well.</param>
    public static Logger Open(Home home, Action<string> say, bool all = false) => Configuration(home)
        .WriteTo.Logger(warnings => warnings
            .Filter.ByExcluding(IsOfALibrary)
            .WriteTo.Sink(new Spoken(say), all ? LogEventLevel.Information : LogEventLevel.Warning))
        .CreateLogger();

    /// <summary>The log of a question, which leaves the home as it is: warnings are said, and nothing is written.</summary>
    public static Logger OfQuestion(Action<string> say) =>
        new LoggerConfiguration().WriteTo.Sink(new Spoken(say), LogEventLevel.Warning).CreateLogger();

    /// <summary>Logs what nobody foresaw.</summary>
    /// <returns>The folder of the log.</returns>
    public static string Keep(Home home, Exception problem)
    {
        // A new folder of one's own: in one of a known name another user could have put links.
        var kept = Directory.Exists(home.Folder) ? home : home with { Folder = Directory.CreateTempSubdirectory("sweep-").FullName };
        using var log = Configuration(kept).CreateLogger();
        log.Fatal(problem, "A command ended with an unforeseen error");
        return kept.Logs;
    }

    // Shared: a query may have something to log while a coordinator is live on the same home.
    private static LoggerConfiguration Configuration(Home home) => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
        .Filter.ByExcluding(IsSaidInOneLineToo)
        .Enrich.WithProperty("Program", ProgramVersion.Text)
        .Enrich.WithProperty("Process", Environment.ProcessId)
        .WriteTo.File(
            new CompactJsonFormatter(), Path.Combine(home.Logs, "coordinator-.clef"),
            rollingInterval: RollingInterval.Day, retainedFileCountLimit: FilesKept,
            fileSizeLimitBytes: LargestFile, rollOnFileSizeLimit: true, shared: true);

    // Of a handshake that fails, which everybody who reaches the port can bring about, Akka gives the stack, and then one line with the
    // address.
    private static bool IsSaidInOneLineToo(LogEvent entry) =>
        entry.MessageTemplate.Text.StartsWith("TLS handshake failed on channel", StringComparison.Ordinal);

    // The cluster warns about every association that ends, also where that is how it should be, and the web server about a machine that is
    // busy or a port that is taken: the person cannot use it and what follows is said in our own words, so it stays in the file.
    private static bool IsOfALibrary(LogEvent entry) =>
        entry.Level < LogEventLevel.Fatal
        && entry.Properties.TryGetValue(Constants.SourceContextPropertyName, out var context)
        && context is ScalarValue { Value: string name }
        && Libraries.Any(library => name.StartsWith(library, StringComparison.Ordinal));

    private sealed class Spoken(Action<string> say) : ILogEventSink
    {
        private static readonly MessageTemplateTextFormatter Unquoted = new("{Message:lj}", CultureInfo.InvariantCulture);

        public void Emit(LogEvent logEvent)
        {
            using var sentence = new StringWriter(CultureInfo.InvariantCulture);
            Unquoted.Format(logEvent, sentence);
            var cause = logEvent.Exception is { } exception ? $" ({exception.Message.Split('\n', 2)[0].TrimEnd()})" : "";
            say(logEvent.Level == LogEventLevel.Information ? $"{sentence}{cause}" : $"{Word(logEvent.Level)}: {sentence}{cause}");
        }

        private static string Word(LogEventLevel level) => level == LogEventLevel.Warning ? "warning" : "error";
    }
}
