namespace Sweep.Coordinator.Homes;

/// <summary>What opens the doors of HTTP.</summary>
/// <param name="People">Opens everything.</param>
/// <param name="Owner">
/// Shows, beside <paramref name="People"/>, that the sender can read the home's <c>coordinator.json</c>: a request of the coordinator's own
/// user on its own files. It is in no other place.
/// </param>
public sealed record DoorKeys(string People, string Owner)
{
    private const int Bytes = 32;

    public static string NewKey() => HexSecret.New(Bytes);

    /// <summary>Keeps them out of logs.</summary>
    public override string ToString() => nameof(DoorKeys);
}
