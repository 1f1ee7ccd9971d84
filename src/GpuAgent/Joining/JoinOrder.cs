using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>What an agent was told about its coordinator: where it is, or the line by which it joins.</summary>
/// <param name="Coordinator">Null where there is a line.</param>
internal sealed record JoinOrder(CoordinatorName? Coordinator, JoinLine? Line)
{
    /// <param name="named">The value of <c>--join</c>.</param>
    /// <param name="file">The value of <c>--join-file</c>.</param>
    /// <param name="variable">Of the environment: <see cref="JoinLine.Variable"/>.</param>
    /// <param name="check">Checks the value of <c>--join</c>.</param>
    /// <exception cref="BadInputException">There is none, or one that everybody could read.</exception>
    public static JoinOrder Of(string? named, string? file, string? variable, Func<string, CoordinatorName> check)
    {
        if (named is not null && JoinLine.TryRead(named, out _))
            throw new BadInputException(
                "--join shows the line's token to everybody who lists the processes of this machine: ask for a new line with " +
                $"`sweep agents invite`, and give it as {JoinLine.Variable}=… in the environment or in a file with --join-file.");
        if (named is not null && file is not null)
            throw new BadInputException("--join and --join-file say both where the coordinator is: give one of them.");
        if (named is not null)
            return new(check(named), null);
        if (file is not null)
            return new(null, LineOf(TextOf(file), "--join-file"));
        return variable is not null
            ? new(null, LineOf(variable, JoinLine.Variable))
            : throw new BadInputException(
                "Which coordinator? Give its address with --join host:port, its home folder on this machine with --join FOLDER, or " +
                $"the line that `sweep agents invite` prints as {JoinLine.Variable}=… in the environment.");
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"--join-file {file} cannot be read ({e.Message.TrimEnd('.')}): give the file with the line to join by.");
        }
    }

    private static JoinLine LineOf(string text, string from)
    {
        var line = text.Trim();
        if (line.StartsWith(JoinLine.Variable + "=", StringComparison.Ordinal))
            line = line[(JoinLine.Variable.Length + 1)..].Split(' ')[0];
        return JoinLine.TryRead(line, out var read) ? read : throw new BadInputException(
            $"{from} has no line to join by: it is host:port/token/hash, as `sweep agents invite` prints it on the coordinator's machine.");
    }
}
