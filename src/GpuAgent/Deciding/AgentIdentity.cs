namespace Sweep.GpuAgent.Deciding;

/// <summary>Who this agent is to the coordinator.</summary>
/// <param name="Name">Stable across restarts, unique in the lab.</param>
/// <param name="Incarnation">New with every process.</param>
/// <param name="Program">Version of Sweep.</param>
/// <param name="Home">The same for every process that holds the agent's home folder.</param>
internal sealed record AgentIdentity(string Name, Guid Incarnation, string Host, string Program, Guid Home);
