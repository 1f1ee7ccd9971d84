using System.Reflection;
using Mono.Cecil;

namespace Sweep.Architecture.Tests;

/// <summary>Finds calls, in the compiled code of a folder, that make the same input give another output tomorrow.</summary>
internal static class Impurities
{
    private static readonly string[] Forbidden =
    [
        "System.DateTime::get_Now", "System.DateTime::get_UtcNow", "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now", "System.DateTimeOffset::get_UtcNow",
        "System.Diagnostics.Stopwatch::", "System.Environment::", "System.Guid::NewGuid", "System.Guid::CreateVersion7",
        "System.Random::", "System.Security.Cryptography.RandomNumberGenerator::", "System.Threading.Thread::", "System.Console::",
    ];

    /// <summary>The compiler's own code for methods with <c>yield</c> calls this; it gives out no values.</summary>
    private const string WrittenByTheCompiler = "System.Environment::get_CurrentManagedThreadId";

    public static IEnumerable<string> In(string folder, params Assembly[] assemblies) =>
        from assembly in assemblies
        from call in Compiled.Calls(ModuleDefinition.ReadModule(assembly.Location))
        where Compiled.NamespaceOf(call.Caller.DeclaringType).StartsWith(folder, StringComparison.Ordinal)
        where Forbidden.Any(f => call.Name.StartsWith(f, StringComparison.Ordinal)) && call.Name != WrittenByTheCompiler
        select call.ToString();
}
