using System.CommandLine;
using Sweep.Coordinator.Hosting;
using Sweep.Protocol.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep serve</c>: a coordinator for agents on other machines, until it is stopped.</summary>
internal static class ServeCommand
{
    /// <summary>A lab's machines, one after the other, by one line.</summary>
    private const int InvitedMachines = 100;

    private sealed record ServeDocument(string Cluster, string Url, string Home, string Join);

    public static Command Create(Shell shell)
    {
        var host = new Option<string?>("--host")
        {
            Description = $"Address or name under which agents reach this machine (default: {CoordinatorOptions.Loopback}).",
            HelpName = "name",
        };
        var bind = new Option<string?>("--bind")
        {
            Description = "Address of this machine to listen on, where it is another one than --host (default: that, or all "
                + "where it is a name).",
            HelpName = "address",
        };
        var port = WholeNumberOption.Of(
            "--port", $"Cluster port that agents join (default: {ClusterSettings.DefaultPort}).", "number", least: 0, most: 65535);
        var httpPort = WholeNumberOption.Of("--http-port", $"Port of the HTTP API (default: as at the last start, else the first free one "
            + $"from {CoordinatorOptions.DefaultHttpPort}; 0 is any).", "number", least: 0, most: 65535);
        var lease = WholeNumberOption.Of(
            "--lease-seconds", $"How long an agent may be silent before others continue its runs (default: "
                + $"{CoordinatorOptions.DefaultLeaseSeconds}).", "seconds", least: 1, most: 86_400);
        var newToken = new Option<bool>("--new-token")
        {
            Description = "Make another token for the HTTP API; who knows the old one is out.",
        };
        var backups = new Option<string?>("--backups")
        {
            Description = "Folder for the backups that people with the token ask for (default: backups in the home).",
            HelpName = "folder",
        };
        var mayNotify = new Option<bool>("--sweeps-may-notify")
        {
            Description = "Follow notify: of sweep files too: whoever may submit then has commands run as this user.",
        };
        var twice = new Option<bool>("--last-runs-twice")
        {
            Description = "Start the last runs of a sweep a second time on a slot with the same device that is free and faster; the first "
                + "result counts.",
        };
        var showLog = new Option<bool>("--show-log")
        {
            Description = "Show on stderr what an operator would tell a colleague, and not only what is wrong.",
        };
        var parent = new Option<bool>("--exit-with-parent")
        {
            Description = "Stop when stdin ends: with the process that started this one.",
        };
        var command = new Command("serve", "Run a coordinator that agents on other machines join.")
        {
            host, bind, port, httpPort, newToken, lease, backups, mayNotify, twice, showLog, parent
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var home = Connection.HomeOf(parsed);
            using var log = ProgramLog.Open(home, terminal.Say, parsed.GetValue(showLog));
            var options = new CoordinatorOptions(home)
            {
                Host = parsed.GetValue(host) ?? CoordinatorOptions.Loopback,
                BindAddress = parsed.GetValue(bind),
                ClusterPort = parsed.GetValue(port) ?? ClusterSettings.DefaultPort,
                HttpPort = parsed.GetValue(httpPort),
                ComesBack = true,
                Data = parsed.GetValue(GlobalOptions.Data),
                NewToken = parsed.GetValue(newToken),
                LeaseSeconds = parsed.GetValue(lease) ?? CoordinatorOptions.DefaultLeaseSeconds,
                SweepsMayNotify = parsed.GetValue(mayNotify),
                LastRunsTwice = parsed.GetValue(twice),
                Backups = parsed.GetValue(backups) is { } folder ? Path.GetFullPath(folder) : null,
            };
            using var background = parsed.GetValue(parent) ? BackgroundWork.NotStoppedByTheTerminal() : null;
            if (parsed.GetValue(parent))
                StopWithParent(shell.Interruption);
            await using var coordinator = await CoordinatorHost.Start(options, log, cancellation);
            Announce(terminal, new(
                coordinator.Address.Cluster, coordinator.Address.Url.ToString(), home.Folder,
                coordinator.Reception.Invite(new(InvitedMachines)).Command));
            ServiceNotice.Ready();
            await coordinator.Ended.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (coordinator.Ended.IsCompleted)
                throw coordinator.WhyEnded;
            ServiceNotice.Stopping();
            terminal.Say("Stopping; agents go on with what they train and report it when the coordinator is back.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A parent holds the other end of stdin and says nothing there; whatever ends it closes the pipe.</summary>
    private static void StopWithParent(Interruption interruption) => new Thread(() =>
    {
#pragma warning disable RS0030 // Not to be read: it ends with the parent.
        using var stdin = Console.OpenStandardInput();
#pragma warning restore RS0030
        stdin.CopyTo(Stream.Null);
        interruption.Signal();
    })
    { IsBackground = true, Name = "parent" }.Start();

    private static void Announce(Terminal terminal, ServeDocument served)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(served);
            return;
        }
        terminal.Answer($"Coordinating {served.Home}, HTTP API at {served.Url}");
        terminal.Answer($"Agents join with: ./sweep-agent --join {served.Cluster}");
        terminal.Answer($"On other machines, within the hour: {served.Join}");
        terminal.Answer($"Dashboard at {served.Url}: `sweep dashboard` prints a link that opens it.");
    }
}
