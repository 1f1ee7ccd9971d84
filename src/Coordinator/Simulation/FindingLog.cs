using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Simulation;

/// <summary>What the coordinator's program logs: an error of its own making is a finding, and the rest is part of the trail.</summary>
internal sealed class FindingLog(SimulatedLab lab) : ILogEventSink
{
    public Logger ToLogger() => new LoggerConfiguration()
        .MinimumLevel.Is(lab.Trail.IsRead ? LogEventLevel.Information : LogEventLevel.Error)
        .WriteTo.Sink(this).CreateLogger();

    public void Emit(LogEvent logEvent)
    {
        if (lab.Trail.IsRead)
            lab.Trail.Say(() => $"log: {logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)}");
        if (logEvent is { Level: >= LogEventLevel.Error, Exception: { } cause }
            and { Exception: not (IOException or UnauthorizedAccessException or HaltedException) })
            lab.Found("the coordinator never fails over a message", cause);
    }
}
