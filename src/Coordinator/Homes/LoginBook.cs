using System.Collections.Immutable;
using System.Security.Cryptography;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// Who is logged in to the dashboard, and the codes by which one may log in once. Both stand for a token, end with it, and end by
/// themselves. Of what opens only hashes are kept, in a file, so that a page that is left open goes on after a restart.
/// </summary>
internal sealed class LoginBook
{
    public static readonly TimeSpan CodesLast = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan LoginsLast = TimeSpan.FromHours(12);

    /// <summary>Of each; where there are more, the oldest end.</summary>
    public const int Most = 1000;

    private const int CodeBytes = 16;
    private const int LoginBytes = 32;

    /// <param name="Sha256">Of what opens.</param>
    /// <param name="Token">Hash of the token that it stands for.</param>
    private sealed record Entry(string Sha256, string Token, DateTimeOffset Ends);

    private sealed record Kept(ImmutableArray<Entry> Codes, ImmutableArray<Entry> Logins);

    private readonly string file;
    private readonly TokenBook tokens;
    private readonly TimeProvider clock;
    private readonly Lock writing = new();
    private volatile Kept kept;

    private LoginBook(string file, TokenBook tokens, TimeProvider clock, Kept kept) =>
        (this.file, this.tokens, this.clock, this.kept) = (file, tokens, clock, kept);

    /// <exception cref="BadInputException">The file is there and cannot be read.</exception>
    public static LoginBook Of(Home home, TokenBook tokens, TimeProvider clock)
    {
        var file = Path.Combine(home.Keys, "logins.json");
        var kept = OwnersFile.ReadOrRefuse<Kept>(file, "remove it; then whoever was logged in to the dashboard logs in anew.");
        return new(file, tokens, clock, kept is { Codes.IsDefault: false, Logins.IsDefault: false } ? kept : new([], []));
    }

    /// <returns>A code that opens once; 128 bits in hexadecimal digits.</returns>
    /// <param name="token">Hash of the token that it stands for.</param>
    public string NewCode(string token)
    {
        var code = HexSecret.New(CodeBytes);
        lock (writing)
            Keep(kept with { Codes = With(kept.Codes, code, token, CodesLast) });
        return code;
    }

    /// <summary>Logs in by a code, which then opens nothing more, or by a token; returns when that is on disk.</summary>
    /// <returns>What opens from here on; null where nobody of ours comes with that.</returns>
    public string? Enter(string codeOrToken)
    {
        lock (writing)
        {
            var code = Find(kept.Codes, codeOrToken);
            if (code is null && tokens.Find(codeOrToken) is null)
                return null;
            var token = code?.Token ?? HexSecret.HashTextOf(codeOrToken);
            var login = HexSecret.New(LoginBytes);
            Keep(new(code is null ? kept.Codes : kept.Codes.Remove(code), With(kept.Logins, login, token, LoginsLast)));
            return login;
        }
    }

    /// <summary>The hash of the token that a login stands for; null where it opens nothing.</summary>
    public string? TokenOf(string login) => Find(kept.Logins, login)?.Token;

    public void Leave(string login)
    {
        lock (writing)
        {
            if (Find(kept.Logins, login) is { } entry)
                Keep(kept with { Logins = kept.Logins.Remove(entry) });
        }
    }

    /// <summary>Takes the same time whatever the difference.</summary>
    private Entry? Find(ImmutableArray<Entry> entries, string secret)
    {
        var given = HexSecret.HashOf(secret);
        Entry? found = null;
        foreach (var one in entries)
            if (CryptographicOperations.FixedTimeEquals(given, Convert.FromHexString(one.Sha256)))
                found = one;
        return found is not null && clock.GetUtcNow() < found.Ends && tokens.OfHash(found.Token) is not null ? found : null;
    }

    private ImmutableArray<Entry> With(ImmutableArray<Entry> entries, string secret, string token, TimeSpan lasts)
    {
        var now = clock.GetUtcNow();
        var open = entries.RemoveAll(entry => entry.Ends <= now || tokens.OfHash(entry.Token) is null);
        return open.RemoveRange(0, Math.Max(0, open.Length + 1 - Most)).Add(new(HexSecret.HashTextOf(secret), token, now + lasts));
    }

    private void Keep(Kept changed)
    {
        OwnersFile.Write(file, changed);
        kept = changed;
    }
}
