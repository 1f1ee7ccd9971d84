using System.Reflection;
using System.Text.Json.Serialization;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tests.Answers;

public class ViewsTests
{
    /// <summary>What programs are shown less of is a record of its own, so that one record is one JSON document everywhere.</summary>
    [Fact]
    public void AView_KeepsNothingBack() => Assert.Empty(
        from type in typeof(TrialRow).Assembly.GetTypes()
        where type.Namespace == typeof(TrialRow).Namespace && type.Name.EndsWith("View", StringComparison.Ordinal) || type == typeof(TrialRow)
        from property in type.GetProperties()
        where property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always } && property.SetMethod is not null
        select $"{type.Name}.{property.Name}");
}
