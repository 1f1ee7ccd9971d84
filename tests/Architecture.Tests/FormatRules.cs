using System.Reflection;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sweep.Architecture.Tests;

/// <summary>Numbers for people are formatted in one place, so that one loss is not written in four ways.</summary>
public sealed partial class FormatRules
{
    /// <summary>Where the rules are made, and what is no text for people in a room above them.</summary>
    private static readonly string[] Allowed =
    [
        ".Answers.Figures",
        // Below the room of the rules: its sentences go to the journal, and stay as they are there.
        ".Scheduling",
        // Coordinates in a picture's file.
        ".SvgCleaning",
    ];

    private static readonly HashSet<string> NumberTypes =
    [
        "System.Int32", "System.Int64", "System.UInt32", "System.UInt64", "System.Int128", "System.Single", "System.Double",
        "System.Decimal",
    ];

    /// <summary>The coordinator's program, and what of it is a project of its own. What lies below knows nothing of the rules.</summary>
    private static IEnumerable<Assembly> Above => House.Coordinator.GetReferencedAssemblies()
        .Where(name => name.Name!.StartsWith("Sweep.", StringComparison.Ordinal)
            && name.Name is not ("Sweep.Experiments" or "Sweep.Protocol" or "Sweep.Files"))
        .Select(Assembly.Load)
        .Prepend(House.Coordinator);

    [Fact]
    public void NumbersForPeople_AreFormattedInOnePlace()
    {
        var wrong =
            from assembly in Above
            from type in ModuleDefinition.ReadModule(assembly.Location).GetTypes()
            where !Allowed.Any(place => $"{Outermost(type).FullName}.".Contains($"{place}.", StringComparison.Ordinal))
            from method in type.Methods
            where method.HasBody
            from format in FormatsIn(method)
            select $"{Outermost(type).FullName} formats a number by '{format}'";
        var told = string.Join("; ", wrong);
        Assert.True(
            told.Length == 0, $"{told}: use Numbers, Counted, Durations or Sizes of Answers/Figures, or add what is missing there.");
    }

    private static IEnumerable<string> FormatsIn(MethodDefinition method)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction is { OpCode.Code: Code.Ldstr, Operand: string text })
            {
                foreach (Match match in Placeholder().Matches(text))
                    yield return match.Groups["format"].Value;
                if (RoundingFormat().IsMatch(text) && FormatsANumber(instruction))
                    yield return text;
            }
        }
    }

    /// <summary>Whether the text goes into a number's ToString, or into an interpolated string beside a number.</summary>
    private static bool FormatsANumber(Instruction text)
    {
        for (var next = text.Next; next is not null; next = next.Next)
        {
            if (next.Operand is MethodReference { Name: "get_InvariantCulture" or "get_CurrentCulture" })
                continue;
            return next.Operand switch
            {
                MethodReference { Name: "ToString" } called => NumberTypes.Contains(called.DeclaringType.FullName),
                GenericInstanceMethod { Name: "AppendFormatted" } called =>
                    NumberTypes.Any(number => called.GenericArguments[0].FullName.Contains(number, StringComparison.Ordinal)),
                _ => false,
            };
        }
        return false;
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>A format by which digits are left out or put in.</summary>
    [GeneratedRegex(@"^([0#,.]+(e[+-]?0+)?|[NFPGEC]\d*)$")]
    private static partial Regex RoundingFormat();

    /// <summary>The same in the text of a FormattableString.</summary>
    [GeneratedRegex(@"\{\d+(,-?\d+)?:(?<format>[0#,.]+(e[+-]?0+)?|[NFPGEC]\d+)\}")]
    private static partial Regex Placeholder();
}
