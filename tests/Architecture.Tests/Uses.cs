using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sweep.Architecture.Tests;

/// <summary>One type of a room that uses one of another room of the same project.</summary>
internal sealed record Use(string From, string To, string User, string Used)
{
    public override string ToString() => $"{User} of {From} uses {Used} of {To}";
}

/// <summary>
/// Which room uses which, as it was compiled: types in bases, members, attributes and code. What a constant was called is gone by then.
/// </summary>
internal static class Uses
{
    private static readonly string[] Projects = ["Sweep.Coordinator", "Sweep.Experiments", "Sweep.GpuAgent", "Sweep.Protocol", "Sweep.Reporting"];
    private static readonly IReadOnlyList<TypeDefinition> Types =
    [
        .. new[] { House.Coordinator, House.Experiments, House.GpuAgent, House.Protocol, House.Reporting }
            .SelectMany(assembly => ModuleDefinition.ReadModule(assembly.Location).GetTypes()),
    ];

    public static IReadOnlyList<string> Rooms { get; } = [.. Types.Select(RoomOf).OfType<string>().Distinct()];

    public static IReadOnlyList<Use> All { get; } =
    [
        .. (from type in Types
            let room = RoomOf(type)
            where room is not null
            from used in UsedBy(type)
            let other = RoomOf(used)
            where other is not null && other != room && ProjectOf(other) == ProjectOf(room)
            select new Use(room, other, Outermost(type).Name, used.Name)).Distinct(),
    ];

    /// <summary>The project's name and the first part of the namespace below it; null for types outside of all rooms.</summary>
    private static string? RoomOf(TypeReference type)
    {
        var name = Outermost(type).Namespace;
        return Projects.FirstOrDefault(project => name.StartsWith(project + ".", StringComparison.Ordinal)) is { } project
            ? $"{project}.{name[(project.Length + 1)..].Split('.')[0]}"
            : null;
    }

    private static string ProjectOf(string room) => room[..room.LastIndexOf('.')];

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type) => new[] { type.BaseType }
        .Concat(type.Interfaces.Select(implemented => implemented.InterfaceType))
        .Concat(AttributesOf(type))
        .Concat(type.GenericParameters.SelectMany(Constraints))
        .Concat(type.Fields.SelectMany(field => AttributesOf(field).Prepend(field.FieldType)))
        .Concat(type.Properties.SelectMany(property => AttributesOf(property).Prepend(property.PropertyType)))
        .Concat(type.Events.Select(happening => happening.EventType))
        .Concat(type.Methods.SelectMany(UsedBy))
        .OfType<TypeReference>().SelectMany(Parts);

    private static IEnumerable<TypeReference?> UsedBy(MethodDefinition method) => AttributesOf(method)
        .Append(method.ReturnType)
        .Concat(method.Parameters.Select(parameter => parameter.ParameterType))
        .Concat(method.GenericParameters.SelectMany(Constraints))
        .Concat(method.HasBody ? UsedBy(method.Body) : []);

    private static IEnumerable<TypeReference?> UsedBy(MethodBody body) => body.Variables.Select(variable => variable.VariableType)
        .Concat(body.ExceptionHandlers.Select(handler => handler.CatchType))
        .Concat(body.Instructions.SelectMany(instruction => instruction.Operand switch
        {
            TypeReference type => new[] { type },
            FieldReference field => [field.DeclaringType, field.FieldType],
            GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
            MethodReference method => [method.DeclaringType, method.ReturnType],
            _ => Array.Empty<TypeReference>(),
        }));

    private static IEnumerable<TypeReference> AttributesOf(ICustomAttributeProvider owner) => owner.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Select(argument => argument.Value).OfType<TypeReference>().Prepend(attribute.AttributeType));

    private static IEnumerable<TypeReference> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType);

    /// <summary>A list of rows is the list and the row.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };
}
