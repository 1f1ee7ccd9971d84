using Sweep.GpuAgent.Tests.Actors;
using Sweep.Protocol.Messages;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Hosting;

/// <summary>However the coordinator went and came, or is called: the program finds it.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class FindsItsCoordinatorTests : AgentAndItsCoordinator
{
    [Fact]
    public async Task CoordinatorThatCrashedAndCameBack_FindsTheSameRunStillInTraining()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await coordinator.Start();
        using var agent = StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);
        var trainer = TrainerPid();
        await coordinator.Crash();
        var heard = script.Heard.All.Count;
        await coordinator.Start();

        var again = (await script.Heard.Until(all => all.Skip(heard).OfType<Register>().Any())).Skip(heard).OfType<Register>().First();
        Assert.Equal([new LeaseId(7)], again.Running);
        Assert.Equal(trainer, TrainerPid());
    }


    [Fact]
    public async Task AgentThatIsNotHeardAnyMore_LearnsItAtOnce_AndComesBackWithTheSameRun()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        await coordinator.Start();
        using var agent = StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);
        await coordinator.HasMembers(2);
        var (trainer, heard) = (TrainerPid(), script.Heard.All.Count);

        coordinator.TurnADeafEarToTheAgents();

        var again = (await script.Heard.Until(all => all.Skip(heard).OfType<Register>().Any())).Skip(heard).OfType<Register>().First();
        Assert.Equal([new LeaseId(7)], again.Running);
        Assert.Equal(trainer, TrainerPid());
        Assert.Contains("not heard any more; it joins anew", Assert.Single(agent.Errors.All, line => line.Contains("joins anew", StringComparison.Ordinal)), StringComparison.Ordinal);
    }


    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AnotherSpellingOfTheCoordinatorsAddress_LeadsToItToo_WhoeverIsThereFirst(bool coordinatorFirst)
    {
        if (coordinatorFirst)
            await coordinator.Start();
        using var agent = StartAgent("--join", coordinator.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        if (!coordinatorFirst)
        {
            await agent.Errors.First<string>(line => line.Contains("joins the coordinator", StringComparison.Ordinal));
            await coordinator.Start();
        }

        await script.Heard.First<Register>();
        await coordinator.HasMembers(2);
        await agent.Errors.First<string>(line => line.Contains("Registered", StringComparison.Ordinal));
        await agent.Errors.First<string>(line => line.Contains("calls itself", StringComparison.Ordinal) && line.Contains(coordinator.Address, StringComparison.Ordinal));
        Assert.Single(agent.Errors.All, line => line.Contains("Registered", StringComparison.Ordinal));
    }


    /// <summary>It registers as soon as it is heard; what notices a coordinator that is gone comes with membership, a moment later.</summary>
    [Fact]
    public async Task CoordinatorThatWentBeforeTheAgentWasAMember_IsFoundByItsHomeToo()
    {
        using var itsHome = new TemporaryFolder();
        await using var brief = new CoordinatorNode(script, FreePort(), welcomes: false);
        await brief.Start();
        File.WriteAllText(itsHome["coordinator.json"], $$"""{"cluster":"{{brief.Address}}"}""");
        using var agent = StartAgent("--join", itsHome.Path);
        await script.Heard.First<RequestWork>();
        await brief.Crash();

        var elsewhere = new Script(blobs.Store);
        await using var moved = new CoordinatorNode(elsewhere, FreePort());
        await moved.Start();
        File.WriteAllText(itsHome["coordinator.json"], $$"""{"cluster":"{{moved.Address}}"}""");

        await elsewhere.Heard.First<RequestWork>();
    }


    [Fact]
    public async Task CoordinatorThatCameBackAtAnotherPort_IsFoundByItsHome()
    {
        using var itsHome = new TemporaryFolder();
        await coordinator.Start();
        File.WriteAllText(itsHome["coordinator.json"], $$"""{"cluster":"{{coordinator.Address}}"}""");
        using var agent = StartAgent("--join", itsHome.Path);
        await script.Heard.First<RequestWork>();

        await coordinator.Crash();
        var elsewhere = new Script(blobs.Store);
        await using var moved = new CoordinatorNode(elsewhere, FreePort());
        await moved.Start();
        File.WriteAllText(itsHome["coordinator.json"], $$"""{"cluster":"{{moved.Address}}"}""");

        await elsewhere.Heard.First<RequestWork>();
    }
}
