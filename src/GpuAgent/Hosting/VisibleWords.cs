using Serilog.Core;
using Serilog.Events;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Hosting;

/// <summary>
/// Makes visible, for people, what words of others in a log event could do to their terminal: names, a trainer's last words, and the
/// messages of exceptions, which become the property <c>Trace</c>.
/// </summary>
internal sealed class VisibleWords : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties.ToArray())
            logEvent.AddOrUpdateProperty(new(name, Visible(value)));
        if (logEvent.Exception is { } exception)
            logEvent.AddOrUpdateProperty(new("Trace", new ScalarValue(VisibleText.Lines(exception.ToString()) + Environment.NewLine)));
    }

    private static LogEventPropertyValue Visible(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: string text } => new ScalarValue(VisibleText.Sentence(text)),
        ScalarValue { Value: null or ValueType } plain => plain,
        ScalarValue { Value: { } other } => new ScalarValue(VisibleText.Sentence(other.ToString() ?? "")),
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Visible)),
        var other => other,
    };
}
