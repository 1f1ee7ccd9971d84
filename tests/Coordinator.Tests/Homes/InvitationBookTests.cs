using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Homes;

public sealed class InvitationBookTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2031, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public InvitationBookTests() => Directory.CreateDirectory(Home.Keys);

    private Home Home => Home.At(folder["home"]);
    private string File => Path.Combine(Home.Keys, "invitations.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AnInvitation_OpensUntilItsMinutesAreOver()
    {
        var token = Book().Invite(uses: 2, minutes: 5);

        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.True(Book().TryUse(token));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Book().IsOpen(token));
        Assert.False(Book().TryUse(token));
    }

    [Fact]
    public void WhatIsUsedUp_StaysSo_AfterARestart_AndOthersStayOpen()
    {
        var (one, other) = (Book().Invite(uses: 1, minutes: 5), Book().Invite(uses: 1, minutes: 5));

        Assert.True(Book().TryUse(one));

        Assert.False(Book().TryUse(one));
        Assert.True(Book().IsOpen(other));
    }

    [Fact]
    public void ATokenIsInNoFile()
    {
        var token = Book().Invite(uses: 1, minutes: 5);
        Assert.DoesNotContain(token, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5, "--uses 0 is not possible: invite 1 to 1000 machines at once.")]
    [InlineData(1001, 5, "--uses 1001 is not possible: invite 1 to 1000 machines at once.")]
    [InlineData(1, 0, "--minutes 0 is not possible: an invitation lasts 1 to 10080 minutes, which is a week.")]
    [InlineData(1, 10_081, "--minutes 10081 is not possible: an invitation lasts 1 to 10080 minutes, which is a week.")]
    public void SoManyMachines_OrSoLong_CannotBe(int uses, int minutes, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<BadInputException>(() => Book().Invite(uses, minutes)).Message);

    [Fact]
    public void AFileThatCannotBeRead_IsNamed_WithWhatIsToBeDone()
    {
        System.IO.File.WriteAllText(File, "{");
        Assert.Contains(
            $"{File} cannot be read", Assert.Throws<BadInputException>(Book).Message, StringComparison.Ordinal);
    }

    private InvitationBook Book() => InvitationBook.Of(Home, time);
}
