using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

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
        try
        {
            var kept = File.Exists(file) ? JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(file), StrictJson.Options) : null;
            return new(file, kept is null ? [] : [.. kept.Serials]);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"{file} cannot be read ({e.Message.TrimEnd('.')}): mend it, or remove it; then agents that were removed may come back.",
                e);
        }
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
