namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// The links that a connection goes over: something passes where all of them let it. Between two agents these are the link of the two and
/// what connects each of them with the rest of the world.
/// </summary>
/// <param name="Agent">Whose messages with the coordinator these are; null where it is not the coordinator's way to an agent.</param>
internal sealed record Way(int? Agent, params IReadOnlyList<Link> Links)
{
    public static Way Of(Link link) => new(link.Agent, link);

    /// <summary>What becomes of Sweep's own messages.</summary>
    public Garbling Garbling => Links[0].Garbling;

    public async Task Passable(CancellationToken cancellation)
    {
        foreach (var link in Links)
            await link.Passable(cancellation);
    }

    public void Add(RelayedConnection connection)
    {
        foreach (var link in Links)
            link.Add(connection);
    }

    public void Remove(RelayedConnection connection)
    {
        foreach (var link in Links)
            link.Remove(connection);
    }
}
