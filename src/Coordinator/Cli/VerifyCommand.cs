using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Cli.Upkeep;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Verification;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep verify</c>: proves that nothing in the home is lost, repeated or damaged.</summary>
internal static class VerifyCommand
{
    public static Command Create(Shell shell)
    {
        var complete = new Option<bool>("--complete")
        {
            Description = "A trial without a result is a finding too: for sweeps that have ended.",
        };
        var command = new Command(
            "verify", "Prove from the journal that nothing is lost, repeated or damaged; exit code 1 with what was found.") { complete };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var strict = parsed.GetValue(complete);
            var report = await HomeInUse.Or(shell, parsed,
                live => new HttpUpkeep(live).Verify(strict, cancellation),
                HomeLock.TryShare, (home, _) => Task.FromResult(HomeVerification.OfFolder(home, strict)), cancellation);
            if (terminal.Json)
                terminal.WriteJson(report);
            else
                VerificationText.Write(terminal, report);
            return report.Clean ? ExitCode.Done : ExitCode.FailedTrials;
        });
        return command;
    }
}
