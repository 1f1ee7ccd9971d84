namespace Sweep.Coordinator.Storage;

/// <summary>The collections of the results database and what is indexed. Every document carries its version as <c>v</c>.</summary>
internal static class Schema
{
    /// <summary>Raised when documents change their shape: a database of another version is remade from the journal.</summary>
    public const int Version = 3;

    public const string Sweeps = "sweeps";
    public const string Trials = "trials";
    public const string Runs = "runs";
    public const string Epochs = "epochs";
    public const string Agents = "agents";
    /// <summary>One document, see <see cref="WatermarkDocument"/>.</summary>
    public const string Projected = "projection";

    public static readonly IReadOnlyList<string> Collections = [Trials, Epochs, Runs, Sweeps, Agents, Projected];

    /// <summary>The field of each collection that is looked up beside the identity.</summary>
    public static readonly IReadOnlyDictionary<string, string> Indexed = new Dictionary<string, string>
    {
        [Sweeps] = "submitted",
        [Trials] = "sweep",
        [Runs] = "sweep",
        [Epochs] = "run",
        [Agents] = "host",
    };

    /// <summary>The fields of a collection's documents that are looked up, the identity first.</summary>
    public static IEnumerable<string> KeysOf(string collection) => ["_id", Indexed[collection]];
}
