using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Sweep.Experiments.Running;
using Sweep.Files;
using Sweep.Files.Simulation;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Ports;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Runtime;

public sealed class AgentInterpreterTests
{
    private static readonly string Session = new('5', 64);
    private static readonly byte[] Whole = Encoding.UTF8.GetBytes("what was learnt in two epochs");

    [Fact]
    public void CheckpointDamagedBetweenItsArrivalAndItsUse_IsFetchedAgain()
    {
        var disk = new SimulatedDisk(1, TimeProvider.System);
        disk.MakeFolder("/agent");
        disk.SyncFolder("/");
        var (store, trainers, posted) = (new Store(disk), new Trainers(), new Queue<AgentEvent>());
        SessionAnswer? opened = null;
        using var agent = new AgentInterpreter(
            Some.Identity, Some.Slots(1), new("/agent"), TrainerTerms.DefaultStall, disk, trainers, store, new NoSupplies(), new NoSupplies(), posted.Enqueue,
            answer => opened = answer, TimeProvider.System, NullLogger.Instance);
        agent.Open(new Line());
        agent.Hear(new SessionFirst("https://coordinator"), "coordinator");
        agent.Hear(opened!);
        agent.Hear(new InSession(Session, new Registered(30, "https://coordinator", "")), "coordinator");
        var from = new CheckpointReference(2, Sha256Name.Of(Whole), Whole.Length);

        agent.Hear(new InSession(Session, Some.Assign(7, Some.Order(toEpoch: 3, from: from))), "coordinator");
        while (posted.TryDequeue(out var e))
            agent.On(e);

        Assert.Equal(2, store.Asked);
        Assert.Equal(Whole, Read(disk, Assert.Single(trainers.Orders).Checkpoint!));
    }

    [Fact]
    public void OrdersOutsideOfTheSession_CountForNothing()
    {
        var disk = new SimulatedDisk(1, TimeProvider.System);
        disk.MakeFolder("/agent");
        disk.SyncFolder("/");
        var (trainers, posted, line) = (new Trainers(), new Queue<AgentEvent>(), new Line());
        SessionAnswer? opened = null;
        using var agent = new AgentInterpreter(
            Some.Identity, Some.Slots(1), new("/agent"), TrainerTerms.DefaultStall, disk, trainers, new Store(disk), new NoSupplies(), new NoSupplies(), posted.Enqueue,
            answer => opened = answer, TimeProvider.System, NullLogger.Instance);
        agent.Open(line);
        agent.Hear(new SessionFirst("https://coordinator"), "coordinator");
        agent.Hear(opened!);

        agent.Hear(new Registered(30, "https://coordinator", ""), "stranger");
        agent.Hear(new InSession(new('6', 64), new Registered(30, "https://coordinator", "")), "stranger");
        agent.Hear(Some.Assign(7, Some.Order(toEpoch: 1)), "stranger");
        Assert.All(line.Said.Skip(1), said => Assert.Equal(Session, Assert.IsType<InSession>(said).Session));
        Assert.DoesNotContain(line.Said, said => said is InSession { Message: not Register });
        Assert.Empty(trainers.Orders);
        Assert.Empty(line.Believed);

        agent.Hear(new InSession(Session, new Registered(30, "https://coordinator", "")), "coordinator");
        Assert.Contains(line.Said, said => said is InSession { Message: RequestWork });
        Assert.IsType<Registered>(Assert.Single(line.Believed));
    }

    /// <summary>Whoever says that another is to be opened need not be the coordinator, and it may not open one.</summary>
    [Fact]
    public void SessionOfNow_HoldsUntilThereIsAnother()
    {
        var disk = new SimulatedDisk(1, TimeProvider.System);
        disk.MakeFolder("/agent");
        disk.SyncFolder("/");
        var (line, answers) = (new Line(), new Queue<SessionAnswer>());
        using var agent = new AgentInterpreter(
            Some.Identity, Some.Slots(1), new("/agent"), TrainerTerms.DefaultStall, disk, new Trainers(), new Store(disk), new NoSupplies(), new NoSupplies(),
            _ => { }, answers.Enqueue, TimeProvider.System, NullLogger.Instance);
        agent.Open(line);
        agent.Hear(new SessionFirst("https://coordinator"), "coordinator");
        agent.Hear(answers.Dequeue());
        var before = line.Said.Count;

        agent.Hear(new SessionFirst("https://elsewhere"), "stranger");
        agent.Hear(new InSession(Session, new Registered(30, "https://coordinator", "")), "coordinator");
        agent.Hear(new SessionAnswer(null, "Nobody is there."));
        agent.Hear(new InSession(Session, new RegisterFirst()), "coordinator");

        Assert.Equal([typeof(Registered), typeof(RegisterFirst)], line.Believed.Select(said => said.GetType()));
        Assert.All(line.Said.Skip(before), said => Assert.Equal(Session, Assert.IsType<InSession>(said).Session));
        Assert.True(line.Said.Count > before);
    }

    [Fact]
    public void WhatALineIsAbout_StandsInTheLog_WhereItsWordsDoNotSayIt()
    {
        var disk = new SimulatedDisk(1, TimeProvider.System);
        disk.MakeFolder("/agent");
        disk.SyncFolder("/");
        var lines = new Lines();
        using var log = new LoggerConfiguration().WriteTo.Sink(lines).CreateLogger();
        using var loggers = new SerilogLoggerFactory(log);
        SessionAnswer? opened = null;
        using var agent = new AgentInterpreter(
            Some.Identity, Some.Slots(1), new("/agent"), TrainerTerms.DefaultStall, disk, new Trainers(), new Store(disk), new NoSupplies(), new NoSupplies(),
            _ => { }, answer => opened = answer, TimeProvider.System, loggers.CreateLogger("agent"));
        agent.Open(new Line());
        agent.Hear(new SessionFirst("https://coordinator"), "coordinator");
        agent.Hear(opened!);
        agent.Hear(new InSession(Session, new Registered(30, "https://coordinator", "")), "coordinator");
        var order = Some.Order(toEpoch: 3);
        agent.Hear(new InSession(Session, Some.Assign(7, order)), "coordinator");

        agent.Hear(new InSession(Session, new RevokeLease(new(7), "So it is.", AtEpochEnd: false)), "coordinator");

        foreach (var words in new[] { "Lease {Lease} is revoked: {Reason}", "Slot {Slot}: lease {Lease} abandoned: {Reason}" })
        {
            var line = Assert.Single(lines, line => line.MessageTemplate.Text == words);
            Assert.Equal(
                [order.Sweep, order.Run.ToString(), "7"],
                new[] { "Sweep", "Run", "Lease" }.Select(name => line.Properties[name].ToString().Trim('"')));
        }
    }

    private sealed class Lines : List<LogEvent>, ILogEventSink
    {
        public void Emit(LogEvent logEvent) => Add(logEvent);
    }

    private static byte[] Read(SimulatedDisk disk, string path)
    {
        using var file = disk.OpenRead(path);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private sealed class NoSupplies : ISupplies
    {
        public bool Lacks(string name) => false;

        public void Fetch(StoreAddress from, string name, Action<StoreAnswer> answer) => throw new NotSupportedException();
    }

    /// <summary>Says that a checkpoint is there and right; the first time the disk has changed it by then.</summary>
    private sealed class Store(SimulatedDisk disk) : IStore
    {
        public int Asked { get; private set; }

        public void OpenSession(string coordinator, Action<SessionAnswer> answer) => answer(new(Session));

        public Action Get(StoreAddress at, CheckpointReference checkpoint, string target, Action<StoreAnswer> answer)
        {
            byte[] content = [.. Whole];
            if (Asked++ == 0)
                content[3] ^= 1;
            WholeFile.Write(disk, target, file => file.Write(content));
            answer(StoreAnswer.Done.Instance);
            return () => { };
        }

        public void Has(StoreAddress at, string sha256, Action<StoreAnswer> answer) => answer(StoreAnswer.Done.Instance);

        public void Put(StoreAddress at, string sha256, string path, Action<long> sent, Action<StoreAnswer> answer) =>
            answer(StoreAnswer.Done.Instance);
    }

    private sealed class Trainers : ITrainers, ITrainer
    {
        public List<TrainOrder> Orders { get; } = [];

        public ITrainer Start(SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited) => this;

        public void Tell(TrainerOrder order)
        {
            if (order is TrainOrder train)
                Orders.Add(train);
        }

        public void Kill()
        {
        }
    }

    private sealed class Line : ICoordinatorLine
    {
        public string Place => "coordinator:4053";

        public List<ISweepMessage> Said { get; } = [];

        public void Say(ISweepMessage message) => Said.Add(message);

        /// <summary>What the agent took for its coordinator's word.</summary>
        public List<ISweepMessage> Believed { get; } = [];

        public void KeepSaying(ISweepMessage heartbeat, TimeSpan every)
        {
        }

        public void Heard(ISweepMessage message) => Believed.Add(message);
    }
}
