using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sweep.Architecture.Tests;

/// <summary>A call in compiled code.</summary>
internal sealed record Call(MethodDefinition Caller, MethodReference Callee)
{
    public string Name { get; } = $"{Callee.DeclaringType.FullName}::{Callee.Name}";

    public override string ToString() => $"{Caller.DeclaringType.FullName}.{Caller.Name} calls {Name}";
}

/// <summary>The programs as they were compiled.</summary>
internal static class Compiled
{
    /// <summary>Every assembly of this repository that is no test, found beside the tests, so that none is forgotten.</summary>
    public static IReadOnlyList<ModuleDefinition> Ours { get; } =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(file => Path.GetFileName(file) is var name
                && name.StartsWith("sweep", StringComparison.OrdinalIgnoreCase)
                && !name.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .Select(ModuleDefinition.ReadModule),
    ];

    public static IEnumerable<Call> Calls(ModuleDefinition module) =>
        from type in module.GetTypes()
        from method in type.Methods
        where method.HasBody
        from instruction in method.Body.Instructions
        where instruction.OpCode.FlowControl == FlowControl.Call || instruction.OpCode.Code is Code.Newobj or Code.Ldftn
        where instruction.Operand is MethodReference
        select new Call(method, (MethodReference)instruction.Operand);

    public static string NamespaceOf(TypeDefinition type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;
}
