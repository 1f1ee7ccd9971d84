using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>Why sweeps wait, said once for as long as it is the same.</summary>
internal sealed class WaitingNews
{
    private readonly Dictionary<string, string?> said = [];

    public IEnumerable<string> Of(IEnumerable<SweepView> sweeps)
    {
        foreach (var sweep in sweeps)
        {
            if (sweep.Waiting is { } why && said.GetValueOrDefault(sweep.Name) != why)
                yield return why;
            said[sweep.Name] = sweep.Waiting;
        }
    }
}
