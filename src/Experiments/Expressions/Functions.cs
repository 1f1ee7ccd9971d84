namespace Sweep.Experiments.Expressions;

/// <summary>The names of the functions.</summary>
internal static class Functions
{
    public static readonly IReadOnlyList<string> Names =
        ["abs", "log10", "isfinite", "isnan", "ismissing", "contains", "startswith", Previous.Name, Day.Name];

    public static string NameOf(MapKind map) => map == MapKind.Abs ? "abs" : "log10";
    public static string NameOf(TextTestKind test) => test == TextTestKind.Contains ? "contains" : "startswith";
    public static string NameOf(TestKind test) => test switch
    {
        TestKind.IsFinite => "isfinite",
        TestKind.IsNaN => "isnan",
        _ => "ismissing",
    };
}
