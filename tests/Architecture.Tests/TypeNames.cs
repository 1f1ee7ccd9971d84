namespace Sweep.Architecture.Tests;

/// <summary>A search for a type's name finds one type: a reader need not ask which of two is meant.</summary>
public sealed class TypeNames
{
    [Fact]
    public void NoTwoTypes_HaveOneName()
    {
        var twins =
            from module in Compiled.Ours
            from type in module.Types
            where !type.Name.StartsWith('<') && type.Name != "Program" && type.Namespace.StartsWith("Sweep.", StringComparison.Ordinal)
            group type.FullName by type.Name into types
            where types.Count() > 1
            select $"{types.Key}: {string.Join(", ", types.Order())}";
        var told = string.Join("; ", twins.Order());
        Assert.True(told.Length == 0, $"Types share a name; give one of each the more exact word. {told}");
    }
}
