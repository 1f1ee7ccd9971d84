namespace Sweep.Coordinator.Explaining;

/// <summary>What is so at this moment and stands in no journal.</summary>
/// <param name="Live">Whether a coordinator is there, so that somebody could train.</param>
/// <param name="Draining">Whether it gives out no work because it is about to stop.</param>
/// <param name="IsOnline">Whether the agent of that name was heard lately.</param>
internal sealed record Surroundings(DateTimeOffset Now, bool Live, bool Draining, Func<string, bool> IsOnline)
{
    public static Surroundings AtRest(DateTimeOffset now) => new(now, false, false, _ => false);
}
