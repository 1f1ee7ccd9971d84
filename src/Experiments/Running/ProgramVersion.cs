using System.Reflection;

namespace Sweep.Experiments.Running;

/// <summary>The version of Sweep that trains, as provenances name it: with <c>+</c> and the git commit where the build knew it.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
