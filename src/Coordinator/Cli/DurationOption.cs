using System.CommandLine;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>An option that takes how long something may last: <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static class DurationOption
{
    public static Option<TimeSpan?> Of(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DurationText.Parse(text) is { } duration)
                return duration;
            result.AddError($"{name}: '{text}' {DurationText.Rule}");
            return null;
        },
    };
}
