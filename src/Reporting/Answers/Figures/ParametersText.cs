using Sweep.Experiments.Trials;

namespace Sweep.Reporting.Answers.Figures;

/// <summary>Hyperparameters on one line: names and values.</summary>
internal static class ParametersText
{
    /// <summary><c>lr 0.01 epochs 3 seed 2</c></summary>
    public static string Of(IEnumerable<KeyValuePair<string, ParameterValue>> values, string between = " ") =>
        string.Join(between, values.Select(value => $"{value.Key} {Numbers.Short(value.Value)}"));

    /// <summary>What mostly tells one run from another: learning rate and seed of the built-in network, all that a program has.</summary>
    public static string Of(RunParameters run) => Of(run.IsOfNetwork
        ? run.Values.Where(value => value.Key is ParameterName.LearningRate or ParameterName.Seed)
        : run.Values);

    /// <summary>The same of a trial, with its epochs.</summary>
    public static string Of(Hyperparameters trial, string between = " ") => Of(
        trial.Shared.IsOfNetwork
            ? trial.Values.Where(value => value.Key is ParameterName.LearningRate or ParameterName.Epochs or ParameterName.Seed)
            : trial.Values,
        between);

    /// <summary>
    /// In a column that is headed by the learning rate: that of the built-in network, of a program's run all that it has but the seed.
    /// </summary>
    public static string InColumn(RunParameters run) => run.IsOfNetwork
        ? Numbers.Short(run.LearningRate)
        : Of(run.Values.Where(value => value.Key != ParameterName.Seed));
}
