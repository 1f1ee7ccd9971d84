using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Homes;

namespace Sweep.Coordinator.Tests.Homes;

/// <summary>Who is logged in to the dashboard, and by what.</summary>
public sealed class LoginBookTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

    private Home Home => Home.At(folder["home"]);

    public LoginBookTests() => Directory.CreateDirectory(Home.Keys);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ACode_LogsInOnce_AndForSomeMinutes()
    {
        var (tokens, logins) = Books();
        var token = HexSecret.HashTextOf(tokens.Add("anna", Role.Submit, 1));
        var (code, late) = (logins.NewCode(token), logins.NewCode(token));

        var login = logins.Enter(code);

        Assert.Equal(token, logins.TokenOf(login!));
        Assert.Null(logins.Enter(code));
        Assert.Null(logins.Enter("guess"));
        clock.Advance(LoginBook.CodesLast);
        Assert.Null(logins.Enter(late));
    }

    [Fact]
    public void AToken_LogsInAsOftenAsItLikes()
    {
        var (tokens, logins) = Books();
        var token = tokens.Add("anna", Role.Read, 1);

        var (one, two) = (logins.Enter(token), logins.Enter(token));

        Assert.NotEqual(one, two);
        Assert.Equal(HexSecret.HashTextOf(token), logins.TokenOf(one!));
        Assert.Equal(HexSecret.HashTextOf("owners"), logins.TokenOf(logins.Enter("owners")!));
    }

    [Fact]
    public void ALogin_EndsByItself_ByItsEnd_AndWithItsToken_AndSurvivesARestart()
    {
        var (tokens, logins) = Books();
        var token = tokens.Add("anna", Role.Read, 2);
        var (long1, left, code) = (logins.Enter(token)!, logins.Enter(token)!, logins.NewCode(HexSecret.HashTextOf(token)));

        logins.Leave(left);

        var (tokensAgain, again) = Books();
        Assert.Null(again.TokenOf(left));
        Assert.NotNull(again.TokenOf(long1));
        tokensAgain.Remove("anna");
        Assert.Null(again.TokenOf(long1));
        Assert.Null(again.Enter(code));

        var owner = again.Enter("owners")!;
        clock.Advance(LoginBook.LoginsLast - TimeSpan.FromSeconds(1));
        Assert.NotNull(again.TokenOf(owner));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(again.TokenOf(owner));
    }

    [Fact]
    public void NothingThatOpens_StandsInTheFile_AndItDoesNotGrowForEver()
    {
        var (tokens, logins) = Books();
        var token = tokens.Add("anna", Role.Read, 1);
        var code = logins.NewCode(HexSecret.HashTextOf(token));
        var first = logins.Enter(token)!;
        var file = Path.Combine(Home.Keys, "logins.json");
        foreach (var secret in new[] { token, code, first })
            Assert.DoesNotContain(secret, File.ReadAllText(file), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        clock.Advance(LoginBook.LoginsLast);
        logins.Enter(token);

        Assert.DoesNotContain(HexSecret.HashTextOf(first), File.ReadAllText(file), StringComparison.Ordinal);
    }

    private (TokenBook Tokens, LoginBook Logins) Books()
    {
        var tokens = TokenBook.Of(Home, "owners", clock);
        return (tokens, LoginBook.Of(Home, tokens, clock));
    }
}
