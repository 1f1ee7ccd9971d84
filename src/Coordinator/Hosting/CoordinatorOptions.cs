using Sweep.Coordinator.Homes;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Hosting;

/// <summary>How a coordinator is started. Every default works on a laptop.</summary>
/// <param name="Home">The folder of everything it remembers.</param>
public sealed record CoordinatorOptions(Home Home)
{
    public const string Loopback = "127.0.0.1";
    public const double DefaultLeaseSeconds = 30;
    public const int DefaultHttpPort = 4080;

    /// <summary>The address or name under which agents and clients reach this machine, spelled as they do.</summary>
    public string Host { get; init; } = Loopback;

    /// <summary>
    /// The address listened on; null is <see cref="Host"/> where that is an address, and all addresses where it is a name.
    /// </summary>
    public string? BindAddress { get; init; }

    /// <summary>0 takes a free one.</summary>
    public int ClusterPort { get; init; }

    /// <summary>
    /// Null takes the one that this home had last, else the first free one from <see cref="DefaultHttpPort"/>; 0 takes any free one.
    /// </summary>
    public int? HttpPort { get; init; }

    /// <summary>Whether the HTTP API's token is made anew, so that who knew the old one is out.</summary>
    public bool NewToken { get; init; }

    /// <summary>How long a lease lives without a heartbeat.</summary>
    public double LeaseSeconds { get; init; } = DefaultLeaseSeconds;

    /// <summary>Where backups that are asked for over HTTP go; null is the home's own folder for them.</summary>
    public string? Backups { get; init; }

    /// <summary>
    /// Whether <c>notify:</c> of sweep files is followed: whoever may submit then has commands run as this process's user.
    /// </summary>
    public bool SweepsMayNotify { get; init; }

    /// <summary>
    /// Whether the last runs of a sweep are started a second time on a slot with the same device that is free and faster; the first result
    /// counts.
    /// </summary>
    public bool LastRunsTwice { get; init; }

    /// <summary>Folder of the datasets that agents may fetch; null leaves it to the environment, see <see cref="DatasetFolder"/>.</summary>
    public string? Data { get; init; }

    /// <summary>See <see cref="CoordinatorAddress.ComesBack"/>.</summary>
    public bool ComesBack { get; init; }

    internal void Check()
    {
        if (LeaseSeconds is not (> 0 and <= 86_400))
            throw new BadInputException($"A lease of {LeaseSeconds} seconds is not possible: give more than 0 and at most a day.");
        foreach (var port in new[] { ClusterPort, HttpPort ?? 0 })
            if (port is < 0 or > 65_535)
                throw new BadInputException($"There is no port {port}: give 1 to 65535, or 0 for a free one.");
        if (ClusterPort != 0 && ClusterPort == HttpPort)
            throw new BadInputException($"Port {HttpPort} cannot be the cluster's and the HTTP API's at once: give them different ones.");
    }
}
