namespace Sweep.Coordinator.Homes;

/// <summary>
/// How one comes in to the coordinator of a home, the same from start to start: kept in the home, readable by its owner only. Where the
/// file is missing or cannot be read, secrets are made anew.
/// </summary>
/// <param name="Token">Of people and their programs, for everything over HTTP.</param>
/// <param name="HttpPort">Where the HTTP API was last; null where it has no port of its own yet.</param>
internal sealed record HomeAccess(string Token, int? HttpPort = null)
{
    /// <param name="newToken">Whether the token that is known until now opens no longer.</param>
    public static HomeAccess Of(Home home, bool newToken)
    {
        var kept = OwnersFile.Read<HomeAccess>(home.AccessFile);
        var access = kept is { Token.Length: > 0 } ? kept : new(DoorKeys.NewKey());
        return newToken ? access with { Token = DoorKeys.NewKey() } : access;
    }

    public void Keep(Home home)
    {
        if (OwnersFile.Read<HomeAccess>(home.AccessFile) != this)
            OwnersFile.Write(home.AccessFile, this);
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(HomeAccess);
}
