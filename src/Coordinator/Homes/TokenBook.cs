using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Homes;

/// <summary>A token that was given out; of the token itself only the hash is kept.</summary>
/// <param name="Ends">The moment from which it opens nothing.</param>
internal sealed record GivenToken(string Name, Role Role, string Sha256, DateTimeOffset Made, DateTimeOffset Ends);

/// <summary>
/// The tokens of people, by name and role, beside the owner's own, which is not in it. Kept in a file; what is added or removed counts at
/// once and after a restart.
/// </summary>
internal sealed partial class TokenBook
{
    /// <summary>What the owner of the home is called.</summary>
    public const string Owner = "owner";

    public const int MostDays = 3650;
    private const int MostTokens = 1000;

    private sealed record Kept(ImmutableArray<GivenToken> Tokens);

    private readonly string file;
    private readonly byte[] owner;
    private readonly TimeProvider clock;
    private readonly Lock writing = new();
    private volatile Kept kept;

    private TokenBook(string file, string ownersToken, TimeProvider clock, Kept kept) =>
        (this.file, owner, this.clock, this.kept) = (file, HexSecret.HashOf(ownersToken), clock, kept);

    public ImmutableArray<GivenToken> Given => kept.Tokens;

    /// <exception cref="BadInputException">The file is there and cannot be read.</exception>
    public static TokenBook Of(Home home, string ownersToken, TimeProvider clock)
    {
        var file = Path.Combine(home.Keys, "tokens.json");
        var kept = OwnersFile.ReadOrRefuse<Kept>(file, "mend it, or remove it; then tokens have to be given out anew.");
        return new(file, ownersToken, clock, kept ?? new([]));
    }

    /// <summary>Who comes with this token; null where nobody of ours does. Takes the same time whatever the difference.</summary>
    public Bearer? Find(string token)
    {
        var given = HexSecret.HashOf(token);
        Bearer? found = CryptographicOperations.FixedTimeEquals(given, owner) ? new(Owner, Role.Admin) : null;
        foreach (var one in kept.Tokens)
            if (CryptographicOperations.FixedTimeEquals(given, Convert.FromHexString(one.Sha256)) && clock.GetUtcNow() < one.Ends)
                found = new(one.Name, one.Role);
        return found;
    }

    /// <summary>Whose token has this hash; null where nobody's has, or it has ended.</summary>
    public Bearer? OfHash(string sha256)
    {
        if (sha256 == Convert.ToHexStringLower(owner))
            return new(Owner, Role.Admin);
        return kept.Tokens.FirstOrDefault(one => one.Sha256 == sha256 && clock.GetUtcNow() < one.Ends) is { } given
            ? new(given.Name, given.Role)
            : null;
    }

    /// <returns>The token, which is nowhere else.</returns>
    /// <exception cref="BadInputException">There is one of this name, or it is no name, or no time.</exception>
    public string Add(string name, Role role, int days)
    {
        Check(name, days);
        lock (writing)
        {
            if (kept.Tokens.Any(one => one.Name == name))
            {
                throw new BadInputException(
                    $"There is a token {name} already: remove it first with 'sweep token remove {name}', or choose another name.");
            }
            if (kept.Tokens.Length >= MostTokens)
                throw new BadInputException($"There are {MostTokens} tokens already: remove some first with 'sweep token remove NAME'.");
            var token = DoorKeys.NewKey();
            var now = clock.GetUtcNow();
            Keep(kept.Tokens.Add(new(name, role, HexSecret.HashTextOf(token), now, now.AddDays(days))));
            return token;
        }
    }

    /// <exception cref="BadInputException">There is none of this name.</exception>
    public void Remove(string name)
    {
        lock (writing)
        {
            var left = kept.Tokens.RemoveAll(one => one.Name == name);
            if (left.Length == kept.Tokens.Length)
                throw new BadInputException($"There is no token {name}; 'sweep token list' shows those that there are.");
            Keep(left);
        }
    }

    private void Keep(ImmutableArray<GivenToken> tokens)
    {
        var changed = new Kept(tokens);
        OwnersFile.Write(file, changed);
        kept = changed;
    }

    private static void Check(string name, int days)
    {
        if (!Names().IsMatch(name) || name == Owner)
        {
            throw new BadInputException(name == Owner
                ? $"'{Owner}' is what the owner of the home is called: give the token another name."
                : "A token's name is 1 to 64 letters, digits, dots, dashes and underlines, and begins with a letter or digit: " +
                    $"'{name}' is none.");
        }
        if (days is < 1 or > MostDays)
            throw new BadInputException($"A token is good for 1 to {MostDays} days, not {days}.");
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z")]
    private static partial Regex Names();
}
