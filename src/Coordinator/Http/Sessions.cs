using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Homes;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Which agent speaks: every session that agents have opened in this life of the coordinator, by the secret that each message carries. Of
/// the secrets only hashes are kept. Safe to use from any thread.
/// </summary>
/// <param name="newSecret">256 bits in 64 hexadecimal digits.</param>
internal sealed class Sessions(Func<string> newSecret) : ISessions
{
    /// <summary>An agent that is started anew opens another, and nobody closes the one before.</summary>
    internal const int MostPerAgent = 8;

    private const int SecretBytes = 32;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Agent, long Order)> agents = [];
    private readonly Dictionary<string, Queue<string>> ofAgent = [];
    private long opened;

    public Sessions() : this(() => HexSecret.New(SecretBytes))
    {
    }

    /// <summary>Opens a session; the oldest of an agent that has many ends.</summary>
    /// <param name="agent">The name in its certificate.</param>
    /// <returns>The secret, to be told to that agent alone.</returns>
    public string Open(string agent)
    {
        var secret = newSecret();
        var key = KeyOf(secret);
        lock (gate)
        {
            agents[key] = (agent, opened++);
            if (!ofAgent.TryGetValue(agent, out var its))
                ofAgent.Add(agent, its = []);
            its.Enqueue(key);
            if (its.Count > MostPerAgent)
                agents.Remove(its.Dequeue());
        }
        return secret;
    }

    /// <summary>Ends every session of an agent.</summary>
    public void Close(string agent)
    {
        lock (gate)
        {
            if (!ofAgent.Remove(agent, out var its))
                return;
            foreach (var key in its)
                agents.Remove(key);
        }
    }

    /// <summary>The name of the agent whose session this is; null where it is nobody's.</summary>
    public string? AgentOf(string secret) => Find(secret)?.Agent;

    public long? OrderOf(string secret) => Find(secret)?.Order;

    private (string Agent, long Order)? Find(string secret)
    {
        var key = KeyOf(secret);
        lock (gate)
            return agents.TryGetValue(key, out var found) ? found : null;
    }

    private static string KeyOf(string secret) => HexSecret.HashTextOf(secret);
}
