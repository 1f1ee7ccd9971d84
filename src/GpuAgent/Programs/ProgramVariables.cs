using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;

namespace Sweep.GpuAgent.Programs;

/// <summary>What a program is told of its run: the values for its command, and its environment.</summary>
internal static class ProgramVariables
{
    /// <summary>The hyperparameters as a program sees them, in the order of their canonical text.</summary>
    public static OrderedDictionary<string, string> Parameters(RunOrder order)
    {
        var values = new OrderedDictionary<string, string>();
        foreach (var (name, value) in order.Parameters.For(order.ToEpoch).Values)
            values.Add(name, value.ToString());
        return values;
    }

    /// <summary>The content of the file that <c>SWEEP_PARAMETERS</c> names.</summary>
    public static string ParametersFile(RunOrder order) => JsonSerializer.Serialize(order.Parameters.For(order.ToEpoch));

    /// <summary>What is added to the agent's environment for a run.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfRun(RunOrder order, ProgramPlaces places)
    {
        foreach (var variable in OfSetup(order.Program!, places))
            yield return variable;
        foreach (var (name, value) in Parameters(order))
            yield return new(ProgramEnvironment.NameOf(name), value);
        yield return new(ProgramEnvironment.Epochs, order.ToEpoch.ToString(CultureInfo.InvariantCulture));
        yield return new(ProgramEnvironment.Parameters, places.Parameters);
        yield return new(ProgramEnvironment.Run, order.Run.Value);
        yield return new(ProgramEnvironment.Trial, order.Parameters.For(order.ToEpoch).TrialOf(order.Sweep).Value);
        yield return new(ProgramEnvironment.Work, places.Scratch);
        if (order.Program!.Continues)
            yield return new(ProgramEnvironment.Checkpoint, places.Checkpoint);
    }

    /// <summary>What is added to the agent's environment for the setup.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfSetup(ProgramSpec program, ProgramPlaces places)
    {
        // What Python prints would otherwise come when its buffer is full, and not when it was said.
        yield return new("PYTHONUNBUFFERED", "1");
        foreach (var variable in program.Environment ?? ImmutableSortedDictionary<string, string>.Empty)
            yield return variable;
        yield return new(ProgramEnvironment.Data, places.Data);
        if (places.Setup is { } setup)
            yield return new(ProgramEnvironment.Setup, setup);
    }
}
