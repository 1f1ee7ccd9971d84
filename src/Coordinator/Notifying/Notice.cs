namespace Sweep.Coordinator.Notifying;

/// <summary>Something that a person would want to be woken for. The JSON names and their order are a contract with webhooks.</summary>
/// <param name="Event"><c>done</c>, <c>failed</c>, <c>quarantined</c> or <c>restarted</c>.</param>
/// <param name="Text">One or two sentences.</param>
/// <param name="Sweep">Null where it is about none.</param>
/// <param name="Agent">Null where it is about none.</param>
/// <param name="Sequence">The entry of the journal that it follows from.</param>
internal sealed record Notice(string Event, string Text, string? Sweep, string? Agent, DateTimeOffset At, long Sequence);
