namespace Sweep.Experiments.Inputs;

/// <summary>
/// Variables of the environment that stand for an option. One that is there but empty is most often a script's mistake, and is said.
/// </summary>
public static class Variable
{
    /// <param name="meaning">What its value is, for the error: a folder, for instance.</param>
    /// <returns>Null where it is not set.</returns>
    /// <exception cref="BadInputException">It is set and empty.</exception>
    public static string? Of(string name, string meaning) => Of(name, meaning, Environment.GetEnvironmentVariable);

    /// <param name="read">Reads an environment variable.</param>
    public static string? Of(string name, string meaning, Func<string, string?> read) =>
        read(name) is not { } value || !string.IsNullOrWhiteSpace(value)
            ? read(name)
            : throw new BadInputException($"{name} is set but empty: give it {meaning}, or unset it.");
}
