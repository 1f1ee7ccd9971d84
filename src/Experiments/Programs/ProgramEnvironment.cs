using System.Collections.Immutable;

namespace Sweep.Experiments.Programs;

/// <summary>The names under which a program finds in its environment what it is to do.</summary>
public static class ProgramEnvironment
{
    private const string Prefix = "SWEEP_";

    /// <summary>A JSON file with all hyperparameters.</summary>
    public const string Parameters = Prefix + "PARAMETERS";
    public const string Epochs = Prefix + "EPOCHS";
    public const string Seed = Prefix + "SEED";
    public const string Trial = Prefix + "TRIAL";
    public const string Run = Prefix + "RUN";

    /// <summary>Number of the agent's slot.</summary>
    public const string Slot = Prefix + "SLOT";

    /// <summary>The folder where datasets are kept on the agent's machine.</summary>
    public const string Data = Prefix + "DATA";

    /// <summary>A folder for whatever the program likes, empty at its start and gone after its end.</summary>
    public const string Work = Prefix + "WORK";

    /// <summary>The folder of the program's checkpoint.</summary>
    public const string Checkpoint = Prefix + "CHECKPOINT";

    /// <summary>The folder that the setup fills: it stays for as long as the code is on the machine.</summary>
    public const string Setup = Prefix + "SETUP";

    private static readonly ImmutableArray<string> Own = [Parameters, Trial, Run, Slot, Data, Work, Checkpoint, Setup];

    /// <summary>The variable of a hyperparameter.</summary>
    public static string NameOf(string parameter) => Prefix + parameter.ToUpperInvariant();

    /// <param name="parameters">The names of the hyperparameters.</param>
    /// <returns>Why two things would have one name there, a sentence with the remedy; null where each has its own.</returns>
    public static string? Refusal(IEnumerable<string> parameters)
    {
        var known = new Dictionary<string, string>();
        foreach (var parameter in parameters)
        {
            var name = NameOf(parameter);
            if (Own.Contains(name))
                return $"The hyperparameter {parameter} would be {name} in the environment of the program, which says something else "
                    + "there: give it another name.";
            if (!known.TryAdd(name, parameter))
                return $"The hyperparameters {known[name]} and {parameter} would both be {name} in the environment of the program: "
                    + "give one of them another name.";
        }
        return null;
    }
}
