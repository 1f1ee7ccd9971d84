using Akka.Actor;

namespace Sweep.Coordinator.Actors;

/// <summary>What was felt of an actor.</summary>
internal enum Vitality
{
    /// <summary>It takes messages.</summary>
    Answers,

    /// <summary>It has not come to this question yet.</summary>
    Busy,

    /// <summary>It has not come to a question for longer than anything takes it.</summary>
    Silent,

    /// <summary>It is no more.</summary>
    Ended,
}

/// <summary>Whether an actor still takes its messages. One question is on its way at a time, however many want to know.</summary>
/// <param name="ask">Asks; false where the actor is no more.</param>
internal sealed class Pulse(Func<Task<bool>> ask, TimeProvider time)
{
    /// <summary>Longer than any decision takes: an actor that is silent for so long will not speak again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>How long a caller is kept waiting.</summary>
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Task<bool>? asked;
    private long askedAt;

    /// <param name="actor">Completes when the actor has started.</param>
    public static Pulse Of(Task<IActorRef> actor, TimeProvider time) =>
        new(async () => (await (await actor).Ask<ActorIdentity>(new Identify(null), Timeout.InfiniteTimeSpan)).Subject is not null, time);

    public async Task<Vitality> Feel()
    {
        var (answer, since) = Asked();
        await Task.WhenAny(answer, Task.Delay(Moment, time));
        if (answer.IsCompleted)
            return answer is { IsCompletedSuccessfully: true, Result: true } ? Vitality.Answers : Vitality.Ended;
        return time.GetElapsedTime(since) < Patience ? Vitality.Busy : Vitality.Silent;
    }

    private (Task<bool> Asked, long At) Asked()
    {
        lock (gate)
        {
            if (asked is null || asked.IsCompleted)
                (asked, askedAt) = (ask(), time.GetTimestamp());
            return (asked, askedAt);
        }
    }
}
