using Sweep.Protocol.Trainers;

namespace Sweep.Protocol.Tests.Trainers;

public sealed class LifelessnessTests
{
    private readonly Lifelessness lifelessness = new();

    [Fact]
    public void AProcessThatComputes_IsNeverGivenUp() =>
        Assert.All(Enumerable.Range(1, 10 * Lifelessness.MostLooks), look => Assert.False(lifelessness.Look(TimeSpan.FromMilliseconds(look))));

    [Fact]
    public void AProcessThatNeitherSpeaksNorComputes_IsGivenUp() =>
        Assert.Equal(Lifelessness.MostLooks, Enumerable.Range(0, int.MaxValue).First(_ => lifelessness.Look(TimeSpan.FromSeconds(1))));
}
