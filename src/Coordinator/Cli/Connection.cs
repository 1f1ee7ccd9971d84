using System.CommandLine;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>Finds who answers for a home: the coordinator that was named, the live one of the home, or the folder itself.</summary>
internal static class Connection
{
    /// <summary>The coordinator named by <c>--coordinator</c>, else the live one of the home; null where there is none.</summary>
    public static async Task<HttpCoordinator?> Live(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(ConnectionOptions.Coordinator) is { } url)
            return new(Checked(url), CoordinatorToken.Of(parsed));
        return await CoordinatorFile.FindLive(HomeOf(parsed), cancellation) is { } address ? new(address) : null;
    }

    /// <summary>Whether the coordinator was given by its address, so that the home here has nothing to say.</summary>
    public static bool IsNamed(ParseResult parsed) => parsed.GetValue(ConnectionOptions.Coordinator) is not null;

    public static Home HomeOf(ParseResult parsed) => Home.At(parsed.GetValue(GlobalOptions.Home));

    /// <summary>The home of a command that has nothing to say about a new one.</summary>
    public static Home ExistingHomeOf(ParseResult parsed)
    {
        var home = HomeOf(parsed);
        return Directory.Exists(home.Folder) ? home : throw new BadInputException(
            $"There is no home folder {home.Folder} yet: start a sweep with 'sweep run FILE', or name another folder with --home.");
    }

    private static Uri Checked(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new BadInputException($"--coordinator: '{url}' is no address; write for instance http://lab:4080.");
}
