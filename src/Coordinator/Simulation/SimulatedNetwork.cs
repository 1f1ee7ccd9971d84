namespace Sweep.Coordinator.Simulation;

/// <summary>
/// Carries what one node says to another: it takes time, gets lost, comes twice, overtakes and is overtaken, or does not pass at all where
/// somebody has cut the way. The coordinator is node 0, agents count from 1, and the last is a stranger.
/// </summary>
internal sealed class SimulatedNetwork(int nodes, Timeline timeline, Dice dice, FaultTally tally)
{
    public const int Coordinator = 0;

    private const double MostLost = 0.3;
    private const double MostDoubled = 0.3;
    private const double MostLate = 0.3;

    private readonly int[,] cuts = new int[nodes, nodes];
    private readonly int[] mute = new int[nodes];
    private FaultMix mix = FaultMix.None;

    /// <summary>The usual time of a message.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How much longer than usual a late message takes at most.</summary>
    public TimeSpan MostDelay { get; set; } = TimeSpan.FromSeconds(10);

    public void Follow(FaultMix faults) => mix = faults;

    public void Carry(int from, int to, Action deliver)
    {
        if (!PassesWord(from, to))
            return;
        if (dice.Chance(mix.Of(SimulatedFault.MessageLost) * MostLost))
        {
            tally.Note(SimulatedFault.MessageLost);
            return;
        }
        Deliver(from, to, deliver);
        if (dice.Chance(mix.Of(SimulatedFault.MessageDoubled) * MostDoubled))
        {
            tally.Note(SimulatedFault.MessageDoubled);
            Deliver(from, to, deliver);
        }
    }

    /// <summary>Nothing passes from here on; several cuts of one way are mended one by one.</summary>
    public void Cut(int from, int to) => cuts[from, to]++;

    public void Mend(int from, int to) => cuts[from, to] = Math.Max(0, cuts[from, to] - 1);

    /// <summary>
    /// Nothing that a node says is carried from here on, by a port of its own that is closed, and its checkpoints go on as ever.
    /// </summary>
    public void Mute(int node) => mute[node]++;

    public void Unmute(int node) => mute[node] = Math.Max(0, mute[node] - 1);

    public void MendAll()
    {
        Array.Clear(cuts);
        Array.Clear(mute);
    }

    public bool Passes(int from, int to) => cuts[from, to] == 0;

    /// <summary>How long one message takes now.</summary>
    public TimeSpan Journey()
    {
        var usual = Latency * (0.5 + dice.Unit());
        if (!dice.Chance(mix.Of(SimulatedFault.MessageLate) * MostLate))
            return usual;
        tally.Note(SimulatedFault.MessageLate);
        return usual + (MostDelay * dice.Unit());
    }

    /// <summary>What is on its way when the way is cut does not come.</summary>
    private void Deliver(int from, int to, Action deliver) => timeline.After(Journey(), () =>
    {
        if (PassesWord(from, to))
            deliver();
    });

    private bool PassesWord(int from, int to) => Passes(from, to) && mute[from] == 0;
}
