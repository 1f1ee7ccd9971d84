using System.Collections.Immutable;
using Sweep.Experiments.Spaces;

namespace Sweep.Coordinator.Drilling.Faults;

/// <summary>What a schedule is drawn for.</summary>
/// <param name="Window">Faults begin within this time.</param>
/// <param name="Lease">Freezes and darkness are mostly longer than this, so that leases expire.</param>
internal sealed record Exposure(int Agents, ImmutableArray<Part> Parts, TimeSpan Window, TimeSpan Lease);

/// <summary>Draws faults from a seed: the same seed and exposure give the same faults, on every machine.</summary>
internal static class FaultSchedule
{
    /// <summary>
    /// In every drill each of a part's acts happens at least once, and then again in this order's spirit: shuffled, dealt, shuffled.
    /// </summary>
    private static readonly ImmutableDictionary<Part, (TimeSpan Every, Act[] Deck)> Habits = new Dictionary<Part, (TimeSpan, Act[])>
    {
        [Part.Coordinator] = (TimeSpan.FromSeconds(30), [Act.Kill, Act.Freeze, Act.Kill]),
        [Part.Agent] = (TimeSpan.FromSeconds(15), [Act.Kill, Act.Freeze, Act.Kill]),
        [Part.Trainer] = (TimeSpan.FromSeconds(12), [Act.Kill, Act.Freeze, Act.Kill]),
        [Part.Network] = (TimeSpan.FromSeconds(12), [Act.Cut, Act.Darken, Act.Garble, Act.Garble]),
        [Part.Clock] = (TimeSpan.FromSeconds(20), [Act.SetClock, Act.SetClock]),
        [Part.Peers] = (TimeSpan.FromSeconds(30), [Act.Isolate, Act.Darken, Act.Cut]),
        [Part.Disk] = (TimeSpan.FromSeconds(20), [Act.Fill, Act.Fill]),
    }.ToImmutableDictionary();

    private const double KilledAtWork = 0.75;
    private const double LongestLifeAtWork = 4;
    private const double LongestLifeBefore = 1.5;

    /// <summary>Faults over the window, of every part and act. Parts do not influence each other's draws.</summary>
    public static ImmutableArray<Fault> Draw(long seed, Exposure exposure) =>
        [.. exposure.Parts.Distinct().Where(part => part is not Part.Peers || exposure.Agents > 1)
            .SelectMany(part => Of(part, seed, exposure)).OrderBy(fault => fault.At)];

    /// <summary>
    /// Kills only, as many as asked for, each after a drawn life of the victim: before it is up, in the middle of its first words, at work.
    /// </summary>
    public static ImmutableArray<Fault> DrawKills(long seed, int kills, Exposure exposure)
    {
        var random = new SplitMix64(unchecked((ulong)seed));
        var faults = ImmutableArray.CreateBuilder<Fault>(kills);
        while (faults.Count < kills)
        {
            var part = exposure.Parts[random.NextBelow(exposure.Parts.Length)];
            var up = random.NextUnit() < KilledAtWork;
            var life = Between(ref random, 0, up ? LongestLifeAtWork : LongestLifeBefore);
            faults.Add(new(
                TimeSpan.Zero, life, up, VictimOf(part, Act.Kill, ref random, exposure), Act.Kill, TimeSpan.Zero, TimeSpan.Zero));
        }
        return faults.MoveToImmutable();
    }

    private static List<Fault> Of(Part part, long seed, Exposure exposure)
    {
        var random = new SplitMix64(unchecked((ulong)seed * 1_000_003 + (ulong)part));
        var (every, deck) = Habits[part];
        var count = Math.Max(deck.Length, (int)(exposure.Window / every));
        var faults = new List<Fault>(count);
        var cards = new List<Act>();
        for (var i = 0; i < count; i++)
        {
            if (cards.Count == 0)
                cards = Shuffled(deck, ref random);
            var act = cards[^1];
            cards.RemoveAt(cards.Count - 1);
            var victim = VictimOf(part, act, ref random, exposure);
            // One in every equal share of the window, somewhere in it.
            var at = exposure.Window * ((i + random.NextUnit()) / count);
            faults.Add(new(
                at, TimeSpan.FromSeconds(1), Up: true, victim, act, LastsOf(act, ref random, exposure.Lease), JumpOf(act, ref random)));
        }
        return faults;
    }

    private static List<Act> Shuffled(Act[] deck, ref SplitMix64 random)
    {
        var left = deck.ToList();
        var shuffled = new List<Act>(deck.Length);
        while (left.Count > 0)
        {
            var drawn = random.NextBelow(left.Count);
            shuffled.Add(left[drawn]);
            left.RemoveAt(drawn);
        }
        return shuffled;
    }

    /// <summary>
    /// The way of the checkpoints is one victim like an agent's network, but has no messages to garble. One clock is the coordinator's.
    /// </summary>
    private static Victim VictimOf(Part part, Act act, ref SplitMix64 random, Exposure exposure) => part switch
    {
        Part.Coordinator => new(part, null),
        Part.Agent or Part.Trainer => new(part, 1 + random.NextBelow(exposure.Agents)),
        Part.Peers when act is Act.Isolate => new(part, null),
        Part.Peers => PairOf(part, ref random, exposure),
        Part.Disk => new(part, random.NextUnit() < 0.5 ? null : 1 + random.NextBelow(exposure.Agents)),
        Part.Network when act is Act.Garble => new(part, 1 + random.NextBelow(exposure.Agents)),
        _ => new(part, random.NextBelow(exposure.Agents + 1) is > 0 and var agent ? agent : null),
    };

    private static Victim PairOf(Part part, ref SplitMix64 random, Exposure exposure)
    {
        var (first, second) = (1 + random.NextBelow(exposure.Agents), 1 + random.NextBelow(exposure.Agents - 1));
        second += second >= first ? 1 : 0;
        return new(part, Math.Min(first, second), Math.Max(first, second));
    }

    private static TimeSpan LastsOf(Act act, ref SplitMix64 random, TimeSpan lease) => act switch
    {
        // Mostly back at once, sometimes only after its leases are over.
        Act.Kill => random.NextUnit() < 0.75 ? Between(ref random, 0, 2) : lease * (1.2 + random.NextUnit() / 2),
        Act.Freeze => lease * (1.1 + random.NextUnit()),
        Act.Darken => lease * (0.5 + (2 * random.NextUnit())),
        // Long enough for whoever watches the others to have an opinion about them.
        Act.Isolate => lease * (3 + (3 * random.NextUnit())),
        Act.Fill => lease * (0.4 + (1.2 * random.NextUnit())),
        Act.Garble => Between(ref random, 4, 10),
        Act.Cut => Between(ref random, 0, 3),
        _ => TimeSpan.Zero,
    };

    /// <summary>From minutes to a day and more, forwards and backwards.</summary>
    private static TimeSpan JumpOf(Act act, ref SplitMix64 random) => act is Act.SetClock
        ? Between(ref random, 60, 100_000) * (random.NextUnit() < 0.5 ? -1 : 1)
        : TimeSpan.Zero;

    /// <summary>In whole milliseconds, which is how they are told.</summary>
    private static TimeSpan Between(ref SplitMix64 random, double least, double most) =>
        TimeSpan.FromMilliseconds(Math.Round(1000 * (least + ((most - least) * random.NextUnit()))));
}
