using System.Reflection;

namespace Sweep.Coordinator.Hosting;

/// <summary>The version of this program, as journals, health answers and agents' refusals name it.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
