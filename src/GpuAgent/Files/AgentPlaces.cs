namespace Sweep.GpuAgent.Files;

/// <summary>Where what is in an agent's home.</summary>
internal sealed record AgentPlaces(string Folder)
{
    public string Outbox => Path.Combine(Folder, "outbox");
    public string Checkpoints => Path.Combine(Folder, "checkpoints");
    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>Its certificate with its key, and whom it believes.</summary>
    public string Keys => Path.Combine(Folder, "keys");

    /// <summary>One file per living trainer, so that the next agent can end those that outlived this one.</summary>
    public string Trainers => Path.Combine(Folder, "trainers");

    /// <summary>A program's code, unpacked; beside it, under the same name with an ending, is what its setup made.</summary>
    /// <param name="sha256">Of the packed folder.</param>
    public string Code(string sha256) => Path.Combine(AllCode, sha256);

    public string AllCode => Path.Combine(Folder, "code");

    /// <summary>Where the trainer of a slot writes its checkpoints before they are taken over.</summary>
    public string Work(int slot) => Path.Combine(Folder, "work", FormattableString.Invariant($"slot-{slot}"));
}
