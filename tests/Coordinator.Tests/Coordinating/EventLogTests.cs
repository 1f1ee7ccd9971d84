using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Coordinating;

/// <summary>A log is searched by what its entries are about.</summary>
public sealed class EventLogTests
{
    private readonly Kept kept = new();

    [Fact]
    public void WhatIsAboutALease_HasItsSweepRunLeaseAgentAndSlot()
    {
        var life = new Life();
        life.Submit(Some.Spec(maxAttempts: 1));
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Start(lease);
        life.Epoch(lease, 1);
        life.End(lease, Outcome.TrainerCrashed);

        Write(life);

        var run = life.State.Sweep("some")!.Runs[0].Id;
        var about = kept.Entries.Where(entry => entry.MessageTemplate.Text.Contains("Lease {Lease}", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, about.Count);
        Assert.All(kept.Entries.Where(entry => entry.MessageTemplate.Text.Contains("{Lease}", StringComparison.Ordinal)), entry => Assert.Equal(
            ("some", run.Value, "1", "a", "0"),
            (Text(entry, "Sweep"), Text(entry, "Run"), Text(entry, "Lease"), Text(entry, "Agent"), Text(entry, "Slot"))));
        var failed = kept.Entries.Single(entry => entry.Level == LogEventLevel.Error);
        Assert.Equal(("some", run.Value), (Text(failed, "Sweep"), Text(failed, "Run")));
    }

    [Fact]
    public void EveryKindOfTheJournal_CanBeWritten_AlsoWhereNothingOfItIsKnown()
    {
        using var log = Log();
        foreach (var e in SomeEvents.OneOfEachKind)
            EventLog.Write(log, e, new());

        Assert.Contains(kept.Entries, entry => Text(entry, "Agent") == "a");
    }

    private void Write(Life life)
    {
        using var log = Log();
        foreach (var e in life.Events)
            EventLog.Write(log, e, life.State);
    }

    private Logger Log() => new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(kept).CreateLogger();

    private static string? Text(LogEvent entry, string property) => entry.Properties.GetValueOrDefault(property)?.ToString().Trim('"');

    private sealed class Kept : ILogEventSink
    {
        public List<LogEvent> Entries { get; } = [];

        public void Emit(LogEvent logEvent) => Entries.Add(logEvent);
    }
}
