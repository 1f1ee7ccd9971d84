using Akka.Actor;
using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Tests.Journal;

namespace Sweep.Coordinator.Tests.Actors;

public sealed class PulseTests
{
    private readonly FakeTimeProvider time = new();
    private readonly List<TaskCompletionSource<bool>> asked = [];

    [Fact]
    public async Task AnActorThatAnswers_IsFeltAtOnce()
    {
        var pulse = Pulse();
        var felt = pulse.Feel();
        asked[0].SetResult(true);
        Assert.Equal(Vitality.Answers, await felt);
    }

    [Fact]
    public async Task AnActorThatDoesNotAnswer_IsBusy_AndAfterALongTimeSilent_WithOneQuestionOnItsWay()
    {
        var pulse = Pulse();
        Assert.Equal(Vitality.Busy, await Felt(pulse));
        time.Advance(Coordinator.Actors.Pulse.Patience - TimeSpan.FromSeconds(10));
        Assert.Equal(Vitality.Busy, await Felt(pulse));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Vitality.Silent, await Felt(pulse));
        Assert.Single(asked);

        asked[0].SetResult(true);
        Assert.Equal(Vitality.Busy, await Felt(pulse));
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task AnActorThatIsNoMore_HasEnded()
    {
        using var folder = new JournalFolder();
        await using var rig = new Rig(folder);
        var pulse = Coordinator.Actors.Pulse.Of(Task.FromResult(rig.Coordinator), TimeProvider.System);
        Assert.Equal(Vitality.Answers, await Until(pulse, Vitality.Answers));

        rig.Coordinator.Tell(PoisonPill.Instance);

        Assert.Equal(Vitality.Ended, await Until(pulse, Vitality.Ended));
    }

    private Pulse Pulse() => new(
        () =>
        {
            asked.Add(new());
            return asked[^1].Task;
        },
        time);

    /// <summary>What is felt where the moment passes without an answer.</summary>
    private async Task<Vitality> Felt(Pulse pulse)
    {
        var felt = pulse.Feel();
        time.Advance(Coordinator.Actors.Pulse.Moment);
        return await felt;
    }

    private static async Task<Vitality> Until(Pulse pulse, Vitality wished)
    {
        Vitality felt;
        do
            felt = await pulse.Feel();
        while (felt != wished);
        return felt;
    }
}
