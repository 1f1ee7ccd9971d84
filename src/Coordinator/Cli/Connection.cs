using System.CommandLine;
using System.Runtime.CompilerServices;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Finds who answers for a home: the coordinator that was named, the live one of the home, the one that was logged in to, or the folder
/// itself.
/// </summary>
internal static class Connection
{
    /// <summary>What was found once stays for the whole command: a home whose coordinator ends is not exchanged for another lab.</summary>
    private static readonly ConditionalWeakTable<ParseResult, Place> Found = [];

    /// <summary>A coordinator that this command goes to without looking at a home here.</summary>
    /// <param name="Url">Null where the home here is asked.</param>
    private sealed record Place(Uri? Url, Login? Login);

    /// <summary>
    /// The coordinator named by <c>--coordinator</c>; else, where a home is named or one here is in use, the live one of that; else the one
    /// that was logged in to; null where there is none.
    /// </summary>
    public static async Task<HttpCoordinator?> Live(ParseResult parsed, CancellationToken cancellation)
    {
        if (PlaceOf(parsed) is { Url: { } url } place)
        {
            var token = CoordinatorToken.Of(parsed, place.Login?.Token);
            return new(url, token, await CoordinatorTrust.Of(parsed, url, place.Login, cancellation));
        }
        return await HttpCoordinator.Find(HomeOf(parsed), cancellation);
    }

    /// <summary>Where <see cref="Live"/> would go.</summary>
    /// <exception cref="NoCoordinatorException">None was named, and none is live for the home.</exception>
    public static async Task<Uri> Address(ParseResult parsed, CancellationToken cancellation) => PlaceOf(parsed).Url
        ?? (await CoordinatorFile.FindLive(HomeOf(parsed), cancellation))?.Url
        ?? throw new NoCoordinatorException(
            $"No coordinator is running for {HomeOf(parsed).Folder}: start one with `sweep serve`, or name one with --coordinator.");

    /// <summary>Whether the coordinator was given by its address or a login, so that the home here has nothing to say.</summary>
    public static bool IsNamed(ParseResult parsed) => PlaceOf(parsed).Url is not null;

    private static Place PlaceOf(ParseResult parsed) => Found.GetValue(parsed, Find);

    private static Place Find(ParseResult parsed)
    {
        if (parsed.GetValue(ConnectionOptions.Coordinator) is { } text)
        {
            var url = Checked(text);
            return new(url, Login.Read() is { } known && known.Url == url ? known : null);
        }
        var namesAHome = parsed.GetValue(GlobalOptions.Home) is not null || Variable.Of("SWEEP_HOME", "a folder") is not null;
        return !namesAHome && Login.Read() is { } login && !HomeLock.IsHeld(HomeOf(parsed)) ? new(login.Url, login) : new(null, null);
    }

    public static Home HomeOf(ParseResult parsed) => Home.At(parsed.GetValue(GlobalOptions.Home));

    /// <summary>The home of a command that has nothing to say about a new one.</summary>
    public static Home ExistingHomeOf(ParseResult parsed)
    {
        var home = HomeOf(parsed);
        return Directory.Exists(home.Folder) ? home : throw new BadInputException(
            $"There is no home folder {home.Folder} yet: start a sweep with 'sweep run FILE', or name another folder with --home.");
    }

    private static Uri Checked(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Scheme switch
    {
        "https" => address,
        "http" => throw new BadInputException(
            $"--coordinator: a coordinator speaks HTTPS only; write {new UriBuilder(address) { Scheme = "https" }.Uri}."),
        _ => throw NoAddress(url),
    }
    : throw NoAddress(url);

    private static BadInputException NoAddress(string url) =>
        new($"--coordinator: '{url}' is no address; write for instance https://lab:4080.");
}
