using System.Diagnostics;
using System.Text;
using Sweep.Experiments.Inputs;
using Sweep.Files;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// The agent's own folder, held by one agent process at a time. It survives the agent, and so does what is in the outbox.
/// </summary>
internal sealed class AgentHome : IDisposable
{
    public const string DefaultFolder = ".sweep-agent";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly HeldFolder held;

    private AgentHome(string folder, HeldFolder held) => (Folder, this.held, Id) = (folder, held, IdOf(Path.Combine(folder, "agent.id")));

    public string Folder { get; }

    /// <summary>Made with the folder: tells an agent that was started again from another one of the same name.</summary>
    public Guid Id { get; }
    public AgentPlaces Places => new(Folder);

    public static AgentHome Hold(string folder)
    {
        folder = Path.GetFullPath(folder);
        try
        {
            OwnersOnly.Make(folder);
            if (HeldFolder.TryTake(Path.Combine(folder, "agent.lock")) is { } held)
                return new(folder, held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"The agent home {folder} cannot be used ({e.Message.TrimEnd('.')}); " +
                "make room or mend the disk, or give another with --home.");
        }
        throw new BadInputException(
            $"The agent home {folder} is in use by another agent; stop that one, or give this one its own with --home.");
    }

    /// <summary>
    /// As <see cref="Hold"/>, but waits for an agent that is on its way out: where a coordinator on this machine was killed, its local
    /// agent ends by itself, and the next coordinator may be there before it has.
    /// </summary>
    public static async Task<AgentHome> HoldAfterAnother(string folder)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return Hold(folder);
            }
            catch (BadInputException) when (Directory.Exists(folder) && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(BetweenTries);
            }
        }
    }

    public void Dispose() => held.Dispose();

    /// <summary>
    /// Half a file, of a start that was killed, is made anew: the coordinator then takes this for another agent until a lease has passed.
    /// </summary>
    private static Guid IdOf(string file)
    {
        if (File.Exists(file) && Guid.TryParse(File.ReadAllText(file), out var known))
            return known;
#pragma warning disable RS0030 // Made here, once for the life of the home.
        var made = Guid.NewGuid();
#pragma warning restore RS0030
        DurableFile.Write(file, content => content.Write(Encoding.ASCII.GetBytes(made.ToString())));
        return made;
    }
}
