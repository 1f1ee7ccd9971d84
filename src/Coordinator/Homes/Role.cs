namespace Sweep.Coordinator.Homes;

/// <summary>What the bearer of a token may do; each role may do what those before it may.</summary>
public enum Role
{
    /// <summary>Ask.</summary>
    Read,

    /// <summary>Hand in sweeps, cancel, resume and retry them.</summary>
    Submit,

    /// <summary>Everything: agents, tokens, drain, backup.</summary>
    Admin,
}

/// <summary>A person, or a program of one, as the coordinator knows it by its token.</summary>
internal sealed record Bearer(string Name, Role Role);
