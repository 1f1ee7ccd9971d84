using System.Collections.Immutable;
using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>Something to do once the events of the same decision, and of all before it, are on disk.</summary>
internal abstract record Effect
{
    private protected Effect() { }
}

/// <summary>To the agent who sent the command.</summary>
internal sealed record Reply(ISweepMessage Message) : Effect;

/// <summary>To an agent by name, wherever it was heard last.</summary>
internal sealed record SendTo(string Agent, ISweepMessage Message) : Effect;

/// <summary>To every agent heard in this life of the coordinator.</summary>
internal sealed record Broadcast(ISweepMessage Message) : Effect;

/// <summary>
/// To the person or program that gave the command: a view, <see cref="Done"/>, <see cref="Retried"/>, <see cref="Unconfirmed"/> or
/// <see cref="Declined"/>.
/// </summary>
internal sealed record Answer(object Value) : Effect;

internal sealed record Done;

internal sealed record Retried(int Trials);

/// <summary>The command cannot be followed; the reason is one sentence with the remedy.</summary>
internal sealed record Declined(string Reason);

/// <summary>The command would do more than was asked for by name: nothing was done, and this is the question.</summary>
internal sealed record Unconfirmed(string Question);

/// <summary>What a command comes to: facts for the journal, and what to do when they are durable.</summary>
internal sealed record Decision(ImmutableArray<JournalEvent> Events, ImmutableArray<Effect> Effects);
