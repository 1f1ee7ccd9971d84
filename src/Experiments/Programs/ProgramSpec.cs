using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Sweep.Experiments.Programs;

/// <summary>
/// An experiment that is a person's own program: what is started for a run, with which code, and how its words are read. Checked,
/// complete, and the same on every machine.
/// </summary>
/// <param name="Command">Program and arguments; <c>{name}</c> stands for the value of that hyperparameter.</param>
public sealed record ProgramSpec(ImmutableArray<string> Command)
{
    /// <summary>SHA-256 of the packed folder that the program runs in, lower-case hexadecimal; null where it needs none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>Where the code came from; null where git does not know. No part of what is trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CodeOrigin? Origin { get; init; }

    /// <summary>The folder that is packed, as the sweep file says it: null for the file's own. It never leaves this machine.</summary>
    [JsonIgnore]
    public string? Folder { get; init; }

    /// <summary>Whether it continues from the checkpoint folder that it is given.</summary>
    public bool Continues { get; init; }

    /// <summary>The pattern, with one group, that reads a metric of this name out of a line of text.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Patterns { get; init; }

    /// <summary>Run once for each agent and code before the first run; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Setup { get; init; }

    /// <summary>Variables that the program and its setup are given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Environment { get; init; }

    /// <summary>Names of variables that are taken from the agent's own environment, and whose values are never stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? SecretEnvironment { get; init; }

    /// <summary>Seconds after which a run is ended; null is never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>Seconds without a line after which a run is ended; null is never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StallSeconds { get; init; }

    /// <summary>A condition over the metrics of an epoch that means divergence, beside a loss or objective that is not finite.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DivergedWhen { get; init; }

    // Arrays compare by reference, and two specs with the same words are the same spec.
    public bool Equals(ProgramSpec? other) =>
        other is not null
        && Command.SequenceEqual(other.Command)
        && Code == other.Code
        && Continues == other.Continues
        && Same(Patterns, other.Patterns)
        && Same(Setup, other.Setup)
        && Same(Environment, other.Environment)
        && Same(SecretEnvironment, other.SecretEnvironment)
        && TimeoutSeconds.Equals(other.TimeoutSeconds)
        && StallSeconds.Equals(other.StallSeconds)
        && DivergedWhen == other.DivergedWhen;

    public override int GetHashCode() => HashCode.Combine(string.Join('\0', Command), Code, Continues);

    private static bool Same(ImmutableArray<string>? a, ImmutableArray<string>? b) =>
        a is null ? b is null : b is not null && a.Value.SequenceEqual(b.Value);

    private static bool Same(ImmutableSortedDictionary<string, string>? a, ImmutableSortedDictionary<string, string>? b) =>
        a is null ? b is null : b is not null && a.SequenceEqual(b);
}
