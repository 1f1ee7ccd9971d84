using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Programs;

/// <summary>
/// The variables that a program takes from the agent's own environment. Their values go to the program and nowhere else: in what it prints
/// they are made unreadable.
/// </summary>
internal sealed class Secrets
{
    private const string Unreadable = "•••";

    /// <summary>A shorter value is in every second word, and no secret.</summary>
    private const int Shortest = 4;

    private readonly string[] values;

    /// <param name="valueOf">Reads an environment variable.</param>
    /// <exception cref="ProgramEndedException">One of them is not there.</exception>
    public Secrets(IEnumerable<string> names, Func<string, string?> valueOf) =>
        values =
        [
            .. names.Select(name => valueOf(name) is { Length: > 0 } value ? value : throw Missing(name))
                .Where(value => value.Length >= Shortest),
        ];

    public string Hidden(string text)
    {
        foreach (var value in values)
            text = text.Replace(value, Unreadable, StringComparison.Ordinal);
        return text;
    }

    private static ProgramEndedException Missing(string name) => new(
        Outcome.BadConfiguration,
        $"The experiment takes {name} from the agent's environment (secretEnv), and it is not there: "
        + "set it for the agent and start that again.",
        agentsOwn: true);
}
