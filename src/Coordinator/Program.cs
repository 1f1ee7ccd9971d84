using System.Runtime.InteropServices;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Protocol.Hosting;

if (args is [SqlChild.Word])
    return SqlChild.Answer();

HomelessUser.Settle();
using var interruption = new Interruption();
// Returning without cancelling the signal ends the process as if nobody had listened: so from the third one on.
void Heed(PosixSignalContext signal) => signal.Cancel = interruption.Signal();
using var controlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, Heed);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Heed);
// SIGXFSZ, of which a file that reaches `ulimit -f` is told: heeded, the write fails instead, and the failure is one sentence.
const PosixSignal fileTooLarge = (PosixSignal)25;
using var limited = OperatingSystem.IsWindows()
    ? null : PosixSignalRegistration.Create(fileTooLarge, static signal => signal.Cancel = true);

return await SweepCommandLine.Run(
    args, new Shell(Terminal.Standard, interruption, TimeProvider.System) { Keyboard = Keyboard.OfTerminal() });
