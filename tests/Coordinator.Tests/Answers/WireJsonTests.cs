using System.Reflection;
using System.Text.Json.Serialization;
using Sweep.Coordinator.Answers;

namespace Sweep.Coordinator.Tests.Answers;

public class WireJsonTests
{
    [Fact]
    public void EveryAnswerThatKeepsPropertiesFromTheOutside_TravelsWhole() => Assert.Equal(
        typeof(TrialRow).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(TrialRow).Namespace && KeepsSomething(type)).Select(type => type.Name).Order(),
        WireJson.Whole.Select(type => type.Name).Order());

    private static bool KeepsSomething(Type type) =>
        type.GetProperties().Any(property => property.IsDefined(typeof(JsonIgnoreAttribute)) && property.SetMethod is not null);
}
