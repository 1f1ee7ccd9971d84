using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

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
        let module = ModuleDefinition.ReadModule(assembly.Location)
        from type in module.GetTypes()
        where NamespaceOf(type).StartsWith(folder, StringComparison.Ordinal)
        from method in type.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.OpCode.FlowControl == FlowControl.Call || instruction.OpCode == OpCodes.Newobj
        let callee = (MethodReference)instruction.Operand
        let name = $"{callee.DeclaringType.FullName}::{callee.Name}"
        where Forbidden.Any(f => name.StartsWith(f, StringComparison.Ordinal)) && name != WrittenByTheCompiler
        select $"{type.Name}.{method.Name} calls {name}";

    private static string NamespaceOf(TypeDefinition type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;
}
