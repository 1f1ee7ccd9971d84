using System.CommandLine;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// The token for a coordinator that was named by its address: from the environment, a file or, which others can see, an argument.
/// </summary>
internal static class CoordinatorToken
{
    private const int LongestFile = 4096;

    /// <param name="ofLogin">Of the coordinator that was logged in to, where nobody gives another.</param>
    /// <exception cref="BadInputException">The file cannot be used, or there are two tokens.</exception>
    public static string Of(ParseResult parsed, string? ofLogin = null) =>
        (parsed.GetValue(ConnectionOptions.Token), parsed.GetValue(ConnectionOptions.TokenFile)) switch
        {
            ({ }, { }) => throw new BadInputException(
                "--token and --token-file are both given; leave out --token, which every user of this machine can see."),
            (_, { } file) => Checked("--token-file", Read(file)),
            ({ } token, _) => Checked("--token", token),
            _ => Checked(
                ConnectionOptions.TokenVariable, Variable.Of(ConnectionOptions.TokenVariable, "the coordinator's token") ?? ofLogin ?? ""),
        };

    /// <summary>What is to be said about how the token was given; null where nothing is.</summary>
    public static string? Warning(ParseResult parsed) => parsed.GetValue(ConnectionOptions.Token) is null
        ? null
        : $"warning: --token shows the token to every user of this machine, in its list of processes; " +
            $"set {ConnectionOptions.TokenVariable} or give --token-file instead.";

    private static string Read(string file)
    {
        try
        {
            using var content = new StreamReader(file);
            var text = new char[LongestFile];
            return new string(text, 0, content.ReadBlock(text)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BadInputException(
                $"--token-file: {file} cannot be read ({e.Message.TrimEnd('.')}); " +
                $"write the coordinator's token into it, readable by you alone.");
        }
    }

    /// <summary>What goes into a header is visible ASCII.</summary>
    private static string Checked(string source, string token) => token.All(letter => letter is > ' ' and <= '~')
        ? token
        : throw new BadInputException(
            $"{source}: this is no token, which is one word of letters and digits; " +
            $"copy it from coordinator.json of the coordinator's home folder.");
}
