using Sweep.Protocol.Hosting;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class HomelessUserTests
{
    [Theory]
    [InlineData(null, "/", "/nonexistent")]
    [InlineData("", "", "/nonexistent")]
    [InlineData(null, "/home/anna", null)]
    [InlineData("/home/anna", "/home/anna", null)]
    [InlineData("/", "/", null)]
    public void OnlyWhoHasNoHomeDirectory_IsGivenOne_WhereNothingIs(string? variable, string profile, string? home) =>
        Assert.Equal(home, HomelessUser.HomeOf(variable, profile));
}
