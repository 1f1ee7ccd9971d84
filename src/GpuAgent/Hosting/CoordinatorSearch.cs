using Serilog;
using Sweep.GpuAgent.Joining;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// Finds the coordinator, and how it spells its own address: its node takes only what is addressed exactly so. Names are looked up anew
/// each time,
/// so a coordinator that moved is found again as far as its name leads there.
/// </summary>
internal sealed class CoordinatorSearch(CoordinatorName name, ILogger log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private string? said;

    /// <returns>
    /// The address to use, <c>host:port</c>: the coordinator's own spelling where it answers, what the name says where it does not; null
    /// where the
    /// name leads nowhere.
    /// </returns>
    public async Task<string?> Look(NodeKeys keys, CancellationToken cancellation)
    {
        if (name.Now() is not { } place)
            return null;
        // The file of a home has the coordinator's own word for itself.
        if (CoordinatorName.IsHome(name.Text))
            return place;
        if (await Introduction.Ask(place, keys, Patience, cancellation) is not { } own || own == place)
            return place;
        if (await Introduction.Ask(own, keys, Patience, cancellation) == own)
        {
            Say(own, () => log.Information(
                "The coordinator at {Place} calls itself {Own}, and so does this agent from here on", place, own));
            return own;
        }
        Say(own, () => log.Warning(
            "The coordinator at {Place} calls itself {Own} and hears only what is addressed so, but this machine does not reach it there: "
            + "make {OwnHost} known to this machine, or start the coordinator with --host {Host}",
            place, own, Host(own), Host(place)));
        return place;
    }

    private static string Host(string place) => place[..place.LastIndexOf(':')];

    private void Say(string what, Action say)
    {
        if (said == what)
            return;
        said = what;
        say();
    }
}
