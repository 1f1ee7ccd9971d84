using System.Collections.Immutable;

namespace Sweep.Coordinator.Drilling.Proofs;

/// <summary>What a drill found, each once, in order. Safe to add to from any thread.</summary>
internal sealed class Findings
{
    private readonly Lock gate = new();
    private ImmutableArray<string> all = [];

    public ImmutableArray<string> All { get { lock (gate) return all; } }

    public void Add(string finding)
    {
        lock (gate)
        {
            if (!all.Contains(finding))
                all = all.Add(finding);
        }
    }
}
