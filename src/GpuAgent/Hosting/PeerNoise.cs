using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Serilog.Events;
using Serilog.Filters;
using Sweep.Protocol.Hosting;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// What Akka has to say about other agents. Nodes of a cluster try to reach each other, and say every second that they cannot; agents
/// need not, and
/// in a lab whose agents see only the coordinator it would fill their logs.
/// </summary>
internal sealed partial class PeerNoise
{
    private readonly ConcurrentDictionary<string, bool> ownAffairs = new();
    private volatile string coordinator = "";

    /// <param name="coordinator">Its <c>host:port</c>, and so <paramref name="self"/>.</param>
    public void IsBetween(string coordinator, string self)
    {
        this.coordinator = coordinator;
        ownAffairs[self] = true;
        ownAffairs[coordinator] = true;
    }

    /// <summary>Whether it is about another agent and not about the coordinator. Errors are never noise.</summary>
    public bool Is(LogEvent said)
    {
        if (said.Level >= LogEventLevel.Error || !Matching.FromSource("Akka")(said))
            return false;
        var named = Place().Matches(said.RenderMessage(null)).Select(match => match.Groups[1].Value).ToList();
        return !named.Contains(coordinator) && named.Any(place => !ownAffairs.ContainsKey(place));
    }

    [GeneratedRegex($@"{ClusterSettings.ActorSystemName}@([^\s\]/#""]+:\d+)")]
    private static partial Regex Place();
}
