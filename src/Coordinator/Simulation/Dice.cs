using Sweep.Experiments.Spaces;

namespace Sweep.Coordinator.Simulation;

/// <summary>Everything that a lab draws comes from here, and so from its seed.</summary>
internal sealed class Dice(long seed, int stream)
{
    private SplitMix64 numbers = SplitMix64.Of(seed, stream);

    public double Unit() => numbers.NextUnit();

    public bool Chance(double probability) => probability > 0 && numbers.NextUnit() < probability;

    public int Below(int bound) => numbers.NextBelow(bound);

    /// <summary>Uniform, both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Unit());

    public TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + ((most - least) * Unit()));

    /// <summary>Every order of magnitude is as likely as any other.</summary>
    public double AnyScale(double least, double most) => least * Math.Pow(most / least, Unit());

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>256 bits in hexadecimal digits.</summary>
    public string Secret() => $"{Id():N}{Id():N}";

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, numbers.Next());
        BitConverter.TryWriteBytes(bytes[8..], numbers.Next());
        return new(bytes);
    }
}
