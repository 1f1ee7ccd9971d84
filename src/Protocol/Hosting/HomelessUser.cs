namespace Sweep.Protocol.Hosting;

/// <summary>
/// A user without a home directory, as service managers and containers make them. .NET looks for certificates that are not to be trusted in
/// the home directory of its user, and checks no certificate at all where it is told of none.
/// </summary>
public static class HomelessUser
{
    private const string Variable = "HOME";

    /// <summary>What the home directory of such users is called; nobody can put anything there.</summary>
    private const string Nowhere = "/nonexistent";

    /// <summary>Comes before anything else that the process does.</summary>
    public static void Settle()
    {
        if (!OperatingSystem.IsWindows() && HomeOf(
            Environment.GetEnvironmentVariable(Variable), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)) is { } home)
            Environment.SetEnvironmentVariable(Variable, home);
    }

    /// <param name="variable">Of the environment.</param>
    /// <param name="profile">The folder that .NET takes for the user's: the root of all, where it knows none.</param>
    /// <returns>What the variable has to be; null where it may stay as it is.</returns>
    public static string? HomeOf(string? variable, string profile) =>
        string.IsNullOrEmpty(variable) && profile is "" or "/" ? Nowhere : null;
}
