using System.Text.Json;
using Sweep.Experiments.Programs;
using Sweep.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// What is run once for an agent and a code before the first run: by one trainer, while others wait. That it is done stands in a file
/// beside the code, with the command, so that another command is run too; what has failed is tried again when a run comes the next time.
/// </summary>
/// <param name="wait">Called again and again while it takes its time; true calls it off.</param>
internal sealed class ProgramSetup(
    ProgramSpec program, ProgramPlaces places, Secrets secrets, IProgramLog log, ProgramGuard guard, Func<bool> wait, TimeSpan grace)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <returns>Whether the program may begin; false where it was called off.</returns>
    /// <exception cref="ProgramEndedException">It failed.</exception>
    public bool Run()
    {
        if (program.Setup is not { } command)
            return true;
        if (places.Setup is not { } folder)
            throw new ProgramEndedException(
                Outcome.BadConfiguration, "The setup of an experiment is kept beside its code, and this one has none: give it a folder.");
        if (IsDone(folder, command))
            return true;
        using var held = Take(folder + ".lock");
        if (held is null)
            return false;
        if (IsDone(folder, command))
            return true;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        if (!Follow(command))
            return false;
        DurableFile.Write(DoneFile(folder), file => JsonSerializer.Serialize(file, command));
        return true;
    }

    private static string DoneFile(string folder) => folder + ".done";

    private static bool IsDone(string folder, IEnumerable<string> command) =>
        File.Exists(DoneFile(folder)) && Directory.Exists(folder)
        && File.ReadAllText(DoneFile(folder)) == JsonSerializer.Serialize(command);

    private HeldFolder? Take(string lockFile)
    {
        while (true)
        {
            if (HeldFolder.TryTake(lockFile) is { } held)
                return held;
            if (wait())
                return null;
            Thread.Sleep(BetweenLooks);
        }
    }

    private bool Follow(IReadOnlyList<string> command)
    {
        Executable.Check(command[0], places.Home, Environment.GetEnvironmentVariable("PATH"));
        var tail = new LastWords();
        using var process = ProgramProcess.Start(command, places.Home, ProgramVariables.OfSetup(program, places), guard);
        var ended = false;
        while (!ended)
        {
            if (process.TryTake(BetweenLooks, out var what))
                ended = Take(what, tail);
            log.Flush();
            if (wait())
            {
                process.Terminate();
                var asked = TimeProvider.System.GetTimestamp();
                while (!ended && TimeProvider.System.GetElapsedTime(asked) < grace)
                    ended = process.TryTake(BetweenLooks, out var last) && Take(last, tail);
                return false;
            }
        }
        foreach (var rest in process.End(out _))
            Take(rest, tail);
        return process.ExitCode == 0 ? true : throw new ProgramEndedException(
            Outcome.BadConfiguration,
            FormattableString.Invariant($"The setup of the experiment ended with code {process.ExitCode} on this agent: ")
            + $"mend the machine, or setup:.{tail}",
            agentsOwn: true);
    }

    /// <returns>Whether it is over.</returns>
    private bool Take(ProgramEvent what, LastWords tail)
    {
        if (what is ProgramEvent.Printed { Line.Text: var text })
        {
            var shown = secrets.Hidden(text);
            log.Write(shown);
            tail.Add(shown);
        }
        return what is ProgramEvent.Exited;
    }
}
