using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Sweep.Coordinator.Dashboard;
using Sweep.Coordinator.Http;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep dashboard</c>: a link that lets a browser in, once.</summary>
internal static class DashboardCommand
{
    private sealed record DashboardDocument(string Link, int Minutes);

    public static Command Create(Shell shell)
    {
        var open = new Option<bool>("--open") { Description = "Open it in this machine's browser too." };
        var command = new Command("dashboard", "Print a link to the coordinator's page, by which a browser is let in once.") { open };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            using var coordinator = await Connection.Live(parsed, cancellation) ?? throw new NoCoordinatorException(
                $"No coordinator is running for {Connection.HomeOf(parsed).Folder}, so there is no page: start one with `sweep serve`, "
                    + "name one with --coordinator, or train with `sweep run --dashboard`.");
            var code = await coordinator.NewLoginCode(cancellation);
            var link = DashboardLink.Of(coordinator.Url, code.Code);
            if (terminal.Json)
                terminal.WriteJson(new DashboardDocument(link.ToString(), code.Minutes));
            else
            {
                terminal.Say(FormattableString.Invariant(
                    $"Whoever opens this link in the next {code.Minutes} minutes is let in as you are; it opens once:"));
                terminal.Answer(link.ToString());
            }
            if (parsed.GetValue(open) && !TryOpen(link))
                terminal.Say("No browser could be started here; open the link yourself.");
            return ExitCode.Done;
        });
        return command;
    }

    private static bool TryOpen(Uri link)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [link.ToString()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            return started is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
