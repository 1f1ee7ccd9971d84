using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>What agents and trainers say reaches people as text, whatever is in it.</summary>
public sealed class WordsOfOthersTests : IDisposable
{
    private const string Evil = "\e[31mred\e[0m\u009b2J\u202etxt.exe\r\nbox-2  online  forged\u2028x";

    private readonly WrittenHome home = WrittenHome.Of(Evil);

    [Theory]
    [InlineData("status")]
    [InlineData("agents")]
    [InlineData("results")]
    [InlineData("results", "--columns", "trial, agent, cause")]
    [InlineData("results", "--columns", "trial, agent, cause", "--format", "md")]
    [InlineData("query", "SELECT agent, detail FROM attempts")]
    [InlineData("best")]
    [InlineData("trial", "3dd0")]
    [InlineData("status", "\e]0;title\a")]
    [InlineData("results", "\e]0;title\a")]
    [InlineData("plan", "\e[2J\nforged")]
    [InlineData("run", "\e[2J\nforged.yaml")]
    [InlineData("results", "--where", "\e[2J = \n1")]
    [InlineData("results", "--limit", "\e[2J")]
    [InlineData("\e[2J")]
    [InlineData("trial", "\e[2J\nforged")]
    [InlineData("verify", "--\e[2J")]
    [InlineData("data", "show", "\e[2J\nforged")]
    public async Task WhateverIsAsked_NoControlCharacterReachesTheTerminal(params string[] command)
    {
        var ran = await CommandLine.Sweep([.. command, "--home", home.Home.Folder]);

        Assert.DoesNotContain(ran.Out + ran.Error, IsObeyed);
    }

    [Fact]
    public async Task Agents_AreAsManyRows_AsTheyHaveSlots()
    {
        var lines = (await CommandLine.Sweep("agents", "--home", home.Home.Folder)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.DoesNotContain(lines, line => line.StartsWith("box-2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(@"\e[31mred\e[0m\u009b2J\u202etxt.exe\r\nbox-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LastWordsOfATrainer_KeepTheirLines_Indented()
    {
        var trial = (await CommandLine.Sweep("results", "--where", "lr = 0.001", "--columns", "trial", "--limit", "1", "--format", "csv", "--home", home.Home.Folder)).Out.Split("\r\n")[1];

        var told = (await CommandLine.Sweep("trial", trial, "--home", home.Home.Folder)).Out;

        Assert.Contains("attempt 1: \\e[31mred", told, StringComparison.Ordinal);
        Assert.Contains("\n  box-2  online  forged\n  x", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuotedLineBreak_IsWrittenOut()
    {
        var ran = await CommandLine.Sweep("data", "stats", "mnist\nforged");

        Assert.Equal("The dataset 'mnist\\nforged' is not known; known are cifar10, shapes10.\n", ran.Error);
    }

    [Fact]
    public async Task WhatLooksLikeHtml_StandsInTheReportAsText()
    {
        const string html = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover=\"alert(3)";
        using var other = WrittenHome.Of(html);

        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("report", "--out", other["report.html"], "--home", other.Home.Folder)).ExitCode);

        var page = await File.ReadAllTextAsync(other["report.html"], TestContext.Current.CancellationToken);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        // In the value of an attribute a quotation mark would end it; as text it may stand as it is.
        Assert.DoesNotMatch("=\"[^\"<>]*\" onmouseover", page);
    }

    public void Dispose() => home.Dispose();

    private static bool IsObeyed(char c) => c != '\n' && VisibleText.Of(c.ToString()) != c.ToString() && !char.IsSurrogate(c);
}
