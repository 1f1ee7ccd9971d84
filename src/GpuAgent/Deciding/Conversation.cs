using System.Collections.Immutable;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What was said on one way to the coordinator; another begins anew. Not thread-safe.</summary>
internal sealed class Conversation(string place)
{
    /// <summary>Before the first way is opened, and between two.</summary>
    public static Conversation None() => new("") { IsOpen = false };

    public string Place => place;
    public bool IsOpen { get; init; } = true;

    /// <summary>Whether the coordinator knows this agent: only then anything but that is said.</summary>
    public bool Registered { get; set; }

    /// <summary>Whether the operator was told.</summary>
    public bool Announced { get; set; }

    /// <summary>Whether the coordinator is about to stop: nothing is asked for.</summary>
    public bool Drained { get; set; }

    /// <summary>Not registered before then.</summary>
    public TimeSpan RegisterAt { get; set; }

    /// <summary>When the operator is told next that nobody answers.</summary>
    public TimeSpan ComplainAt { get; set; }

    /// <summary>Numbers of the reports that were said and are not acknowledged; without them all are said again.</summary>
    public HashSet<long> Said { get; } = [];
    public TimeSpan SentAt { get; set; }

    /// <summary>When a slot may ask for work again; whoever is not named here may at once.</summary>
    public Dictionary<int, TimeSpan> AskAgain { get; } = [];

    /// <summary>Slots that were offered a run which is over: they ask again when the coordinator has taken its end.</summary>
    public HashSet<int> AskWhenKnown { get; } = [];

    /// <summary>Whether the coordinator gives a slot its next run while it trains one.</summary>
    public bool LeasesAhead { get; set; }

    /// <summary>Whether the coordinator takes several reports in one message.</summary>
    public bool ReportsTogether { get; set; }

    /// <summary>The same as <see cref="AskAgain"/>, for the next run of a slot that trains one.</summary>
    public Dictionary<int, TimeSpan> AskAhead { get; } = [];

    /// <summary>Why the coordinator opens no session, as the operator was told.</summary>
    public string? Sessionless { get; set; }

    /// <summary>Null before the first welcome.</summary>
    public TimeSpan? BeatEvery { get; set; }

    /// <summary>What is being said again and again.</summary>
    public Heartbeat? Beat { get; set; }
}
