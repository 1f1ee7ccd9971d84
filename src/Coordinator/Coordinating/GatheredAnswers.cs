using System.Collections.Immutable;
using Sweep.Coordinator.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Coordinating;

/// <summary>Acknowledgements that wait to be told together, each to whom it is for, in order. Of one flush.</summary>
internal sealed class GatheredAnswers
{
    private readonly List<(IPeer To, ImmutableArray<Acknowledge>.Builder Answers)> waiting = [];

    /// <returns>False where the effect is none that may be told later than what was decided before it.</returns>
    public bool Take(Effect effect, IPeer to)
    {
        if (effect is not Reply { Message: Acknowledge answer } || to is not SessionPeer { TakesTogether: true })
            return false;
        var its = waiting.Find(one => one.To.Equals(to)).Answers;
        if (its is null)
            waiting.Add((to, its = ImmutableArray.CreateBuilder<Acknowledge>()));
        its.Add(answer);
        return true;
    }

    /// <summary>Tells all that wait.</summary>
    public void Tell()
    {
        foreach (var (to, answers) in waiting)
            to.Tell(answers.Count == 1 ? answers[0] : new Acknowledgements(answers.DrainToImmutable()));
        waiting.Clear();
    }
}
