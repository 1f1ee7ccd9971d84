using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// Runs a person's program in place of a training: starts it, reads what it prints, keeps its checkpoints, and sees to it that it ends and
/// that nothing of it is left.
/// </summary>
/// <param name="guard">Of this process.</param>
/// <param name="grace">From asking the program to end until it is killed.</param>
internal sealed class ProgramTrainer(ProgramPlaces places, IProgramLog log, ProgramGuard guard, TimeProvider time, TimeSpan grace)
    : IRunTrainer
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <exception cref="ProgramEndedException">The program did not do its work.</exception>
    public RunEnding Train(RunOrder order, string? checkpoint, IRunObserver observer)
    {
        var program = order.Program ?? throw new InvalidOperationException($"Run {order.Run} has no program.");
        if (!OperatingSystem.IsLinux())
            throw new ProgramEndedException(
                Outcome.BadConfiguration, "Programs are run on Linux alone: let an agent on another machine do it.", agentsOwn: true);
        Executable.CheckMachine(Environment.GetEnvironmentVariable("PATH"));
        var secrets = new Secrets(program.SecretEnvironment ?? [], Environment.GetEnvironmentVariable);
        Directory.CreateDirectory(places.Scratch);
        try
        {
            var pulse = new ProgramPulse(order, observer, time);
            if (!new ProgramSetup(program, places, secrets, log, guard, pulse.Beat, grace).Run())
                return RunEnding.Stopped;
            File.WriteAllText(places.Parameters, ProgramVariables.ParametersFile(order));
            var checkpoints = new ProgramCheckpoints(places, observer);
            if (program.Continues)
                checkpoints.Restore(checkpoint);
            var command = CommandTemplate.Fill(program.Command, ProgramVariables.Parameters(order).GetValueOrDefault);
            Executable.Check(command[0], places.Home, Environment.GetEnvironmentVariable("PATH"));
            observer.Started(ProvenanceOf(order));
            using var process = ProgramProcess.Start(command, places.Home, ProgramVariables.OfRun(order, places), guard);
            return new ProgramRun(order, process, checkpoints, observer, pulse, secrets, log, time, grace).Follow();
        }
        finally
        {
            log.Flush(all: true);
            Remove(places.Scratch);
        }
    }

    private static Provenance ProvenanceOf(RunOrder order) => new(
        DatasetFingerprint: Sha256Name.Of(FormattableString.Invariant(
            $"{order.Dataset.Name} train={order.Dataset.Train} validation={order.Dataset.Validation}")),
        Device: "cpu",
        DeviceModel: ModelSpec.Program,
        Libtorch: Provenance.NoLibtorch,
        Program: ProgramVersion.Text,
        Precision: order.Precision == Precision.Auto ? Precision.Fp32 : order.Precision,
        Driver: "");

    /// <summary>A program may have taken the rights to its own folder away. What stays goes when the slot's folder is made anew.</summary>
    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
