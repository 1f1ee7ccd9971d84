using System.Text.Json;
using CsCheck;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Trials;

public sealed class ParameterValueTests
{
    internal static readonly Gen<ParameterValue> Any = Gen.OneOf(
        Gen.Double.Where(double.IsFinite).Where(d => !(d == 0 && double.IsNegative(d))).Select(ParameterValue.Of),
        Gen.OneOf(1e15, 123456789012345680, 1e21, 5, 0.1 + 0.2, -3, 1e14).Select(ParameterValue.Of),
        Gen.Long.Select(ParameterValue.Of), Gen.Long[-10, 10].Select(ParameterValue.Of),
        Gen.OneOf("adamw", "", "5", "true", "a \"b\"", "Größe", "NaN").Select(ParameterValue.Of), Gen.Bool.Select(ParameterValue.Of));

    [Fact]
    public void AValue_ComesBackFromJsonAsItWas() => Any.Sample(value =>
        Assert.Equal(value, JsonSerializer.Deserialize<ParameterValue>(JsonSerializer.Serialize(value))));

    [Fact]
    public void TwoAreEqual_ExactlyWhereTheirCanonicalTextsAre() => Gen.Select(Any, Any).Sample((one, other) =>
    {
        Assert.Equal(one.Canonical == other.Canonical, one == other);
        if (one == other)
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }, iter: 20_000);

    [Fact]
    public void AWholeNumber_IsOneValue_HoweverItWasMade()
    {
        Assert.Equal(ParameterValue.Of(16L), ParameterValue.Of(16.0));
        Assert.NotEqual(ParameterValue.Of(16L), ParameterValue.Of("16"));
        Assert.NotEqual(ParameterValue.Of(1L), ParameterValue.Of(true));
    }

    [Theory]
    [InlineData("adamw", "\"adamw\"")]
    [InlineData("a b=c", "\"a b=c\"")]
    [InlineData("\"", "\"\\u0022\"")]
    public void AText_IsQuotedInIdentitiesAndBareForAProgram(string text, string canonical)
    {
        Assert.Equal(canonical, ParameterValue.Of(text).Canonical);
        Assert.Equal(text, ParameterValue.Of(text).ToString());
    }
}
