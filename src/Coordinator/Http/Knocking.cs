using System.Net;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Bounds the answers that an address gets which comes without a credential that opens, again and again. Who has one is let in whatever
/// others at the same address do: a token of 256 bits is not guessed, and nobody may shut out his neighbours.
/// </summary>
internal sealed class Knocking(TimeProvider clock)
{
    /// <summary>How many tries an address has in <see cref="Rest"/>.</summary>
    public const int Tries = 30;

    /// <summary>Addresses that are remembered; one more begins a new list.</summary>
    private const int MostAddresses = 4096;

    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(60);

    private readonly Lock counting = new();
    private readonly Dictionary<IPAddress, int> tries = [];
    private long since = clock.GetTimestamp();

    /// <summary>Counts one try in vain; false where there were too many.</summary>
    public bool MayTryAgain(IPAddress? address)
    {
        lock (counting)
        {
            if (clock.GetElapsedTime(since) >= Rest || tries.Count >= MostAddresses)
            {
                tries.Clear();
                since = clock.GetTimestamp();
            }
            var key = address ?? IPAddress.None;
            return (tries[key] = tries.GetValueOrDefault(key) + 1) <= Tries;
        }
    }
}
