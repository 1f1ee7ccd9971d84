using System.Collections.Immutable;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Homes;

/// <summary>The certificates that count no longer, by serial; kept in a file. One that cannot be read lets nobody in.</summary>
internal sealed class RevokedSerials
{
    private sealed record Kept(ImmutableArray<string> Serials);

    private readonly string file;
    private readonly Lock writing = new();
    private volatile ImmutableHashSet<string> serials;

    private RevokedSerials(string file, ImmutableHashSet<string> serials) => (this.file, this.serials) = (file, serials);

    /// <exception cref="BadInputException">The file is there and cannot be read.</exception>
    public static RevokedSerials Of(string file)
    {
        var kept = OwnersFile.ReadOrRefuse<Kept>(file, "mend it, or remove it; then agents that were removed may come back.");
        return new(file, kept is null ? [] : [.. kept.Serials]);
    }

    public bool Has(string serial) => serials.Contains(serial);

    /// <summary>Returns when it is on disk.</summary>
    public void Add(string serial)
    {
        lock (writing)
        {
            if (serials.Contains(serial))
                return;
            var more = serials.Add(serial);
            OwnersFile.Write(file, new Kept([.. more.Order(StringComparer.Ordinal)]));
            serials = more;
        }
    }
}
