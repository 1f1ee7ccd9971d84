using System.Collections.Immutable;
using System.Security.Cryptography;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// The tokens by which machines may join: each for so many machines and so long. Of a token only the hash is kept, in a file, so that it is
/// good after a restart too.
/// </summary>
internal sealed class InvitationBook
{
    public const int MostUses = 1000;
    public const int MostMinutes = 7 * 24 * 60;
    private const int MostInvitations = 1000;
    private const int TokenBytes = 16;

    private sealed record Invitation(string Sha256, int Uses, DateTimeOffset Ends);

    private sealed record Kept(ImmutableArray<Invitation> Invitations);

    private readonly string file;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private ImmutableArray<Invitation> invitations;

    private InvitationBook(string file, TimeProvider clock, ImmutableArray<Invitation> invitations) =>
        (this.file, this.clock, this.invitations) = (file, clock, invitations);

    /// <exception cref="BadInputException">The file is there and cannot be read.</exception>
    public static InvitationBook Of(Home home, TimeProvider clock)
    {
        var file = Path.Combine(home.Keys, "invitations.json");
        var kept = OwnersFile.ReadOrRefuse<Kept>(file, "remove it; then machines that were invited have to be invited anew.");
        return new(file, clock, kept is { Invitations.IsDefault: false } ? kept.Invitations : []);
    }

    /// <returns>The token, which is nowhere else; 128 bits in hexadecimal digits.</returns>
    /// <exception cref="BadInputException">So many uses, or so long, is not possible.</exception>
    public string Invite(int uses, int minutes)
    {
        if (uses is < 1 or > MostUses)
            throw new BadInputException($"--uses {uses} is not possible: invite 1 to {MostUses} machines at once.");
        if (minutes is < 1 or > MostMinutes)
            throw new BadInputException(
                $"--minutes {minutes} is not possible: an invitation lasts 1 to {MostMinutes} minutes, which is a week.");
        var token = HexSecret.New(TokenBytes);
        lock (gate)
        {
            var open = Open();
            if (open.Length >= MostInvitations)
                throw new BadInputException($"There are {MostInvitations} open invitations already: wait until some have ended.");
            Keep(open.Add(new(HexSecret.HashTextOf(token), uses, clock.GetUtcNow().AddMinutes(minutes))));
        }
        return token;
    }

    /// <summary>Whether the token opens; says so without using it up, and takes the same time whatever the difference.</summary>
    public bool IsOpen(string? token)
    {
        lock (gate)
            return Find(token) is not null;
    }

    /// <summary>Uses the token up by one machine; returns when that is on disk.</summary>
    /// <returns>False where it opens nothing.</returns>
    public bool TryUse(string? token)
    {
        lock (gate)
        {
            if (Find(token) is not { } found)
                return false;
            var others = Open().Remove(found);
            Keep(found.Uses == 1 ? others : others.Add(found with { Uses = found.Uses - 1 }));
            return true;
        }
    }

    private Invitation? Find(string? token)
    {
        var given = HexSecret.HashOf(token ?? "");
        Invitation? found = null;
        foreach (var one in Open())
            if (CryptographicOperations.FixedTimeEquals(given, Convert.FromHexString(one.Sha256)))
                found = one;
        return found;
    }

    private ImmutableArray<Invitation> Open() => invitations.RemoveAll(one => one.Ends <= clock.GetUtcNow());

    private void Keep(ImmutableArray<Invitation> changed)
    {
        OwnersFile.Write(file, new Kept(changed));
        invitations = changed;
    }
}
