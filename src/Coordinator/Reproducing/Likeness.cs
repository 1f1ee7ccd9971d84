using System.Text.Json.Serialization;

namespace Sweep.Coordinator.Reproducing;

/// <summary>How much a repeated value is like the recorded one; later is less.</summary>
public enum Likeness
{
    /// <summary>
    /// The same bits. Not-a-number is the same as not-a-number, whatever its bits: files and databases keep only that it is one.
    /// </summary>
    [JsonStringEnumMemberName("bit-identical")]
    Identical,

    /// <summary>Other bits, but no further away than ε.</summary>
    [JsonStringEnumMemberName("within-epsilon")]
    Within,

    [JsonStringEnumMemberName("different")]
    Different,
}
