namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// Where this agent's actor systems listen, one after the other: always at the same port, unless another process took it.
/// </summary>
/// <param name="bind">The address listened on.</param>
/// <param name="host">The address that others use.</param>
/// <param name="wished">Null is the first free port of the usual ones; 0 any free one.</param>
internal sealed class AgentNode(string bind, string host, int? wished)
{
    public string Bind => bind;
    public string Host => host;
    public int Port { get; private set; } = AgentOptions.FreePort(bind, wished);

    /// <summary>Looks for a port anew: between the look and the listening, another agent of this machine may have been faster.</summary>
    public void ChooseAgain() => Port = AgentOptions.FreePort(bind, wished);
}
