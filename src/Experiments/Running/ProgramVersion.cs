using System.Reflection;

namespace Sweep.Experiments.Running;

/// <summary>
/// The version of Sweep, one for all of its programs, as provenances, journals, health answers and agents' refusals name it: with
/// <c>+</c> and the git commit where the build knew it.
/// </summary>
public static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Without the commit.</summary>
    public static string Number { get; } = Text.Split('+')[0];
}
