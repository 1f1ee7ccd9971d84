using System.Diagnostics;
using System.Globalization;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>
/// Everything that a lab's network does to agents on machines of their own, one after the other, and how long it takes until all is in
/// training again. Nothing is lost and nothing is recorded twice in any of it. Some fifteen minutes, and root: run when asked for, with
/// <c>-explicit only -class '*.RecoveryTests'</c>.
/// </summary>
[ProcessesDoLittle]
public sealed class RecoveryTests(RecoveryTable table) : IClassFixture<RecoveryTable>
{
    private const int LeaseSeconds = 10;
    private const int Agents = 4;
    private const int Epochs = 90;

    /// <summary>The agent that nothing is done to, where there is one: what it reports tells how time passes.</summary>
    private const int Witness = Agents - 1;

    private const string Sweep = """
        name: recovery
        dataset: shapes10
        model: { name: simulated, epochMilliseconds: 1000 }
        space: { lr: [1e-3, 2e-3, 3e-3, 4e-3], epochs: 90 }
        """;

    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public Task LinksThatAreDownForLongerThanALease(int cut) => Recovers($"link of {cut} of {Agents} agents down", Enumerable.Range(0, cut), async lab =>
    {
        lab.Network.Cut(Enumerable.Range(0, cut));
        await lab.Until(said => said.Ends("AgentLost").Count >= cut, "every lease has expired");
        return () => Healed(() => lab.Network.Heal(Enumerable.Range(0, cut)));
    });

    [Fact(Explicit = true)]
    public Task AgentThatIsNotHeard_ButHears() => Recovers("agent not heard, it hears the coordinator", [0], async lab =>
    {
        await lab.Network.CutFrom(0);
        await lab.Until(said => said.Ends("AgentLost").Count >= 1, "its lease has expired");
        return () => lab.Network.HealFrom(0);
    });

    [Fact(Explicit = true)]
    public Task AgentThatIsHeard_ButHearsNothing() => Recovers("agent heard, it hears nothing", [0], async lab =>
    {
        await lab.Network.CutTo(0);
        await EpochsOfTheWitness(lab, 3 * LeaseSeconds);
        return () => lab.Network.HealTo(0);
    });

    [Fact(Explicit = true)]
    public Task LinkThatFlaps() => Recovers("link flaps: ten times 2 s down, 2 s up", [0], async lab =>
    {
        for (var flap = 0; flap < 10; flap++)
        {
            lab.Network.Cut([0]);
            await EpochsOfTheWitness(lab, 2);
            lab.Network.Heal([0]);
            await EpochsOfTheWitness(lab, 2);
        }
        lab.Network.Cut([0]);
        await EpochsOfTheWitness(lab, 2);
        return () => Healed(() => lab.Network.Heal([0]));
    });

    [Fact(Explicit = true)]
    public Task CoordinatorThatIsKilled_AndComesBackAtItsAddress() => Recovers("coordinator killed, back at its address", Enumerable.Range(0, Agents), async lab =>
    {
        await lab.Lab.KillCoordinator();
        return lab.Lab.Serve;
    });

    [Fact(Explicit = true)]
    public Task CoordinatorThatComesBackAtAnotherAddress_IsFoundByAgentsThatAreToldIt() => Recovers(
        "coordinator killed, back at another address; agents started again with it", Enumerable.Range(0, Agents), async lab =>
        {
            const string elsewhere = "10.77.254.1";
            await lab.Lab.KillCoordinator();
            await lab.Network.AlsoReachedAt(elsewhere);
            lab.Lab.Host = elsewhere;
            return async () =>
            {
                await lab.Lab.Serve();
                foreach (var agent in lab.Agents)
                {
                    await agent.Kill();
                    agent.Restart($"{elsewhere}:{lab.Lab.Port}");
                }
            };
        });

    [Fact(Explicit = true)]
    public Task AgentThatSleepsForLongerThanTheClustersPatience() => Recovers("machine of an agent asleep", [0], async lab =>
    {
        var tree = lab.Agents[0].Tree;
        foreach (var process in tree)
            Launched.Signal(process, 19);
        await lab.Until(said => said.Ends("AgentLost").Count >= 1, "its lease has expired");
        await EpochsOfTheWitness(lab, 3 * LeaseSeconds);
        return () => Healed(() =>
        {
            foreach (var process in tree)
                Launched.Signal(process, 18);
        });
    });

    [Fact(Explicit = true)]
    public async Task FortyAgents_JoinAtOnce()
    {
        const int many = 40;
        using var network = await NetworkNamespaces.Create(Agents);
        using var lab = new Lab(NetworkNamespaces.CoordinatorAddress) { CoordinatorThrough = network.CoordinatorThrough };
        await lab.Serve();

        var clock = Stopwatch.StartNew();
        LabAgent[] agents = [.. Enumerable.Range(0, many).Select(i => lab.Join(
            string.Create(CultureInfo.InvariantCulture, $"box-{i}"), new() { Through = network.AgentThrough(i % Agents) }))];
        await lab.Until(() => agents.All(agent => agent.HasJoined), "all have joined");
        table.Add($"{many} agents started at once", "—", clock.Elapsed, 0);

        Assert.All(agents, agent => Assert.Equal(0, agent.TimesDropped));
        Assert.Equal(many, lab.Journal.Kind("agent-registered").Count);
    }

    /// <param name="hurt">The agents that have to be in training again afterwards.</param>
    /// <param name="harm">Does it and says how it ends.</param>
    private async Task Recovers(string scenario, IEnumerable<int> hurt, Func<HurtLab, Task<Func<Task>>> harm)
    {
        using var network = await NetworkNamespaces.Create(Agents);
        using var lab = new Lab(NetworkNamespaces.CoordinatorAddress, LeaseSeconds) { CoordinatorThrough = network.CoordinatorThrough };
        await lab.Serve();
        LabAgent[] agents = [.. Enumerable.Range(0, Agents).Select(i => lab.Join(
            string.Create(CultureInfo.InvariantCulture, $"box-{i}"), new() { Through = network.AgentThrough(i) }))];
        using var watching = lab.Submit(Sweep, network.CoordinatorThrough);
        await lab.Until(said => agents.All(agent => EpochsOf(said, agent.Name) >= 1), "every agent has trained an epoch");

        var clock = Stopwatch.StartNew();
        var heal = await harm(new(lab, network, agents));
        var outage = clock.Elapsed;
        var before = hurt.ToDictionary(i => i, i => EpochsOf(lab.Journal, agents[i].Name));
        clock.Restart();
        await heal();
        await lab.Until(said => before.All(entry => EpochsOf(said, agents[entry.Key].Name) > entry.Value), "everybody reports again");
        var recovery = clock.Elapsed;
        await lab.Until(said => said.Epochs == Agents * Epochs, "the sweep is complete");

        table.Add(
            scenario, string.Create(CultureInfo.InvariantCulture, $"{outage.TotalSeconds:0} s"), recovery, lab.Journal.Ends("AgentLost").Count);
        lab.Journal.AssertNothingLostAndNothingRepeated();
        Assert.Empty(lab.Journal.Ends("TrainerCrashed"));
    }

    private static Task Healed(Action heal)
    {
        heal();
        return Task.CompletedTask;
    }

    private static Task EpochsOfTheWitness(HurtLab lab, int epochs)
    {
        var witness = lab.Agents[Witness].Name;
        var from = EpochsOf(lab.Lab.Journal, witness);
        return lab.Until(said => EpochsOf(said, witness) >= from + epochs, $"{witness} has trained {epochs} epochs more");
    }

    private static int EpochsOf(JournalFacts said, string agent) =>
        said.GrantsTo(agent).Select(JournalFacts.Lease).Distinct().Sum(said.EpochsUnder);

    private sealed record HurtLab(Lab Lab, NetworkNamespaces Network, IReadOnlyList<LabAgent> Agents)
    {
        public Task Until(Func<JournalFacts, bool> said, string what) => Lab.Until(said, what);
    }
}
