using System.Collections.Immutable;
using Sweep.Coordinator.Journal;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Decides about one command: reads the state, changes nothing, and says which facts follow and what is to be done about them.
/// Facts are decided against the state as it was before the command.
/// </summary>
internal sealed partial class Decide
{
    private const int MaxDetail = 8 * 1024;

    private readonly CoordinatorState state;
    private readonly Terms terms;
    private readonly DateTimeOffset now;
    private readonly Func<string, bool> isOnline;
    private readonly ImmutableArray<JournalEvent>.Builder events = ImmutableArray.CreateBuilder<JournalEvent>();
    private readonly ImmutableArray<Effect>.Builder effects = ImmutableArray.CreateBuilder<Effect>();

    private Decide(CoordinatorState state, Terms terms, DateTimeOffset now, Func<string, bool> isOnline) =>
        (this.state, this.terms, this.now, this.isOnline) = (state, terms, now, isOnline);

    /// <param name="isOnline">Whether the agent of that name was heard lately. Not in the journal: what follows from it is.</param>
    public static Decision About(Command command, CoordinatorState state, Terms terms, DateTimeOffset now, Func<string, bool> isOnline)
    {
        var decide = new Decide(state, terms, now, isOnline);
        decide.On(command);
        return new(decide.events.ToImmutable(), decide.effects.ToImmutable());
    }

    private void On(Command command)
    {
        switch (command)
        {
            case SubmitSweep submit: On(submit); break;
            case PreviewSweep preview: On(preview); break;
            case CancelSweep cancel: On(cancel); break;
            case ResumeSweep resume: On(resume); break;
            case RetryFailed retry: On(retry); break;
            case HoldAgent hold: On(hold); break;
            case ResumeAgent resume: On(resume); break;
            case RegisterAgent register: On(register.Message); break;
            case HearAgent hear: On(hear.Message); break;
            case RefuseReport refuse: On(refuse); break;
            case GiveUpLease hopeless: On(hopeless); break;
            case LoseAgent lose: On(lose); break;
            case DismissAgent dismiss: On(dismiss); break;
            case AskForWork ask: On(ask.Message); break;
            case RecordReport record: On(record.Report); break;
            case ExpireLease expire: On(expire); break;
            case StartDrain: Do(new Broadcast(new Drain())); break;
            case EndDrain: OnEndDrain(); break;
        }
    }

    /// <summary>An agent that was told of the drain asks for work again when it has registered again.</summary>
    private void OnEndDrain()
    {
        Do(new Broadcast(new RegisterFirst()));
        Do(new Answer(new Done()));
    }

    /// <summary>The other agents that are there, in good standing and get runs.</summary>
    private List<AgentState> OthersThan(AgentState agent) =>
        [.. state.Agents.Where(other => other != agent && other is { Quarantine: null, Hold: null } && isOnline(other.Name))];

    private void Record(JournalEvent e) => events.Add(e);

    private void Do(Effect effect) => effects.Add(effect);

    private void Reply(ISweepMessage message) => Do(new Reply(message));
}
