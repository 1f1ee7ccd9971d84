using System.CommandLine;
using System.Globalization;

namespace Sweep.Coordinator.Cli;

/// <summary>An option that takes a whole number within bounds, and says so where it gets something else.</summary>
internal static class WholeNumberOption
{
    public static Option<int?> Of(string name, string description, string helpName, int least, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
                return number;
            result.AddError($"{name}: '{text}' is not a whole number from {least} to {most}");
            return null;
        },
    };
}
