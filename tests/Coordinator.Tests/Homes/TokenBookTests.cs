using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Homes;

public sealed class TokenBookTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2031, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private Home Home => Home.At(folder["home"]);
    private string TokensFile => Path.Combine(Home.Keys, "tokens.json");

    public TokenBookTests() => Directory.CreateDirectory(Home.Keys);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AToken_IsKnownByNameAndRole_AlsoAfterARestart_AndIsInNoFile()
    {
        var token = Book().Add("anna", Role.Submit, 90);

        Assert.Equal(new Bearer("anna", Role.Submit), Book().Find(token));
        Assert.DoesNotContain(token, File.ReadAllText(TokensFile), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(TokensFile));
    }

    [Fact]
    public void TheFile_IsWrittenAsEver()
    {
        var token = Book().Add("anna", Role.Read, 1);

        Assert.Equal(
            $$"""
            {
              "tokens": [
                {
                  "name": "anna",
                  "role": "read",
                  "sha256": "{{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)))}}",
                  "made": "2031-01-02T03:04:05+00:00",
                  "ends": "2031-01-03T03:04:05+00:00"
                }
              ]
            }
            """,
            File.ReadAllText(TokensFile));
    }

    [Fact]
    public void TheOwner_IsTheOwner_AndAWrongTokenIsNobody()
    {
        var book = Book();

        Assert.Equal(new Bearer("owner", Role.Admin), book.Find("owners token"));
        Assert.All(["", "owners toke", "owners token ", "x"], token => Assert.Null(book.Find(token)));
    }

    [Fact]
    public void AToken_EndsWithItsTime()
    {
        var book = Book();
        var token = book.Add("anna", Role.Read, 1);

        time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        Assert.NotNull(book.Find(token));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(book.Find(token));
        Assert.Single(book.Given);
    }

    [Fact]
    public void ARemovedToken_IsNobodys_AndItsNameIsFree()
    {
        var book = Book();
        var first = book.Add("anna", Role.Admin, 1);
        book.Remove("anna");
        var second = book.Add("anna", Role.Read, 1);

        Assert.Null(book.Find(first));
        Assert.Equal(new Bearer("anna", Role.Read), book.Find(second));
    }

    [Theory]
    [InlineData("owner", 1, "'owner' is what the owner of the home is called: give the token another name.")]
    [InlineData("", 1, "A token's name is 1 to 64 letters, digits, dots, dashes and underlines, and begins with a letter or digit: '' is none.")]
    [InlineData("-x", 1, "A token's name is 1 to 64 letters, digits, dots, dashes and underlines, and begins with a letter or digit: '-x' is none.")]
    [InlineData("x\n", 1, "A token's name is 1 to 64 letters, digits, dots, dashes and underlines, and begins with a letter or digit: 'x\n' is none.")]
    [InlineData("bob", 0, "A token is good for 1 to 3650 days, not 0.")]
    [InlineData("bob", 3651, "A token is good for 1 to 3650 days, not 3651.")]
    [InlineData("anna", 1, "There is a token anna already: remove it first with 'sweep token remove anna', or choose another name.")]
    public void WhatCannotBeGivenOut_IsOneSentence(string name, int days, string sentence)
    {
        var book = Book();
        book.Add("anna", Role.Read, 1);

        Assert.Equal(sentence, Assert.Throws<BadInputException>(() => book.Add(name, Role.Read, days)).Message);
        Assert.Single(book.Given);
    }

    [Fact]
    public void AFileThatCannotBeRead_StopsTheStart_AndIsKept()
    {
        File.WriteAllText(TokensFile, "{ \"tokens\": ");

        Assert.StartsWith($"{TokensFile} cannot be read (", Assert.Throws<BadInputException>(() => Book()).Message, StringComparison.Ordinal);
        Assert.Equal("{ \"tokens\": ", File.ReadAllText(TokensFile));
    }

    private TokenBook Book() => TokenBook.Of(Home, "owners token", time);
}
