using System.CommandLine;
using System.Text;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Html;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep report --out report.html</c>: everything about a sweep on one page that needs no network.</summary>
public static class ReportCommand
{
    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("the one submitted last");
        var place = new Option<string?>("--out") { Description = "File to write (default: report.html).", HelpName = "file" };
        var command = new Command("report", "Write one HTML page with leaderboard, pictures, failures and provenance.") { sweep, place };
        command.SetAction(async (parsed, cancellation) =>
        {
            var file = parsed.GetValue(place) ?? "report.html";
            var record = await shell.Record(parsed, parsed.GetValue(sweep), cancellation);
            return await parsed.Written(
                file, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(HtmlReport.Render(record)), cancellation).AsTask(), cancellation);
        });
        return command;
    }
}
