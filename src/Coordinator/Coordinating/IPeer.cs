namespace Sweep.Coordinator.Coordinating;

/// <summary>
/// Whom a message is from, and who is told what comes of it: an agent, or a person's command. As text it is what the log calls it.
/// </summary>
internal interface IPeer
{
    /// <summary>The node that it is on: the same for all who speak from there.</summary>
    string Node { get; }

    /// <summary>Puts a message on its way and returns at once.</summary>
    void Tell(object message);
}

/// <summary>Whom the coordinator's own thoughts are from.</summary>
internal sealed class NoPeer : IPeer
{
    public static readonly NoPeer Instance = new();

    private NoPeer() { }

    public string Node => "";

    public void Tell(object message) { }

    public override string ToString() => "nobody";
}
