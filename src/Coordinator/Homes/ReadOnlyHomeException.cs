namespace Sweep.Coordinator.Homes;

/// <summary>
/// What was asked for changes a home that may only be read. The message is one sentence with the remedy; programs end with exit code 2.
/// </summary>
/// <param name="folder">The home.</param>
/// <param name="why">By whom or where it may only be read.</param>
public sealed class ReadOnlyHomeException(string folder, string why)
    : Exception(
        $"The home folder {folder} may only be read {why}: it can be asked, " +
        "but for anything new name another folder with --home, or have it made writable.");
