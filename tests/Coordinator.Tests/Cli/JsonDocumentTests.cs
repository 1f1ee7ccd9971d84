using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sweep.Coordinator.Hosting;
using Sweep.Experiments.Running;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>
/// What commands print with <c>--json</c>, about homes that are made of the same events every time. What differs from machine to machine
/// and from moment to moment is replaced by a word in brackets.
/// </summary>
public sealed partial class JsonDocumentTests
{
    private const string Approved = "tests/Coordinator.Tests/Approved/Json";

    /// <summary>By the name of the approved file: the home, and what is typed. FILE is the home's sweep file, OUT a file that is not there.</summary>
    private static readonly Dictionary<string, (Func<WrittenHome> Home, string[] Typed)> Documents = new()
    {
        ["agents"] = (WrittenHome.Complete, ["agents"]),
        ["agents-drain"] = (WrittenHome.Complete, ["agents", "drain", "box-1", "--reason", "a new GPU"]),
        ["best"] = (WrittenHome.Complete, ["best"]),
        ["best-of-many"] = (WrittenHome.TwoWinners, ["best"]),
        ["best-so-far"] = (() => WrittenHome.Of("a word"), ["best"]),
        ["cancel"] = (WrittenHome.Interrupted, ["cancel", "grid"]),
        ["compare"] = (WrittenHome.Complete, ["compare", "best", "4e915a57eba9717e"]),
        ["compare-seeds"] = (WrittenHome.TwoWinners, ["compare", "best", "472fe0053a25c108"]),
        ["data-show"] = (WrittenHome.Complete, ["data", "show", "shapes10", "--index", "7", "--out", "OUT.png"]),
        ["data-show-sheet"] = (WrittenHome.Complete, ["data", "show", "shapes10", "--out", "OUT.png"]),
        ["data-stats"] = (WrittenHome.Complete, ["data", "stats", "shapes10", "--standardised"]),
        ["db-backup"] = (WrittenHome.Complete, ["db", "backup", "OUT"]),
        ["db-rebuild"] = (WrittenHome.Complete, ["db", "rebuild"]),
        ["db-recover"] = (WrittenHome.Complete, ["db", "recover"]),
        ["error"] = (WrittenHome.Complete, ["best", "nothing"]),
        ["events"] = (() => WrittenHome.Of("a word"), ["events"]),
        ["explain"] = (() => WrittenHome.Of("a word"), ["explain", "ef93f65db4a5e9ae"]),
        ["explain-agent"] = (WrittenHome.Complete, ["explain", "box-1"]),
        ["explain-sweep"] = (WrittenHome.Interrupted, ["explain", "grid"]),
        ["model"] = (WrittenHome.Complete, ["model"]),
        ["plan"] = (WrittenHome.Interrupted, ["plan", "FILE"]),
        ["query"] = (WrittenHome.Complete, ["query", "SELECT * FROM trials ORDER BY _id"]),
        ["results"] = (WrittenHome.Complete, ["results"]),
        ["results-epochs"] = (WrittenHome.Complete, ["results", "--epochs"]),
        ["results-grouped"] = (WrittenHome.TwoWinners, ["results", "--group-by", "lr", "--agg", "mean(valAccuracy),count()"]),
        ["results-removed"] = (WrittenHome.Shrunk, ["results", "--removed"]),
        ["retry"] = (WrittenHome.Complete, ["retry", "--failed"]),
        ["run"] = (WrittenHome.Complete, ["run", "FILE", "--no-agent"]),
        ["status"] = (WrittenHome.Interrupted, ["status"]),
        ["status-after-a-crash"] = (() => WrittenHome.Of("a word"), ["status"]),
        ["trial"] = (WrittenHome.Complete, ["trial", "best"]),
        ["trial-after-a-crash"] = (() => WrittenHome.Of("a word"), ["trial", "ef93f65db4a5e9ae"]),
        ["verify"] = (WrittenHome.Complete, ["verify"]),
        ["verify-open"] = (WrittenHome.Interrupted, ["verify", "--complete"]),
        ["version"] = (WrittenHome.Complete, ["version"]),
        ["wait"] = (WrittenHome.Complete, ["wait", "--until", "best > 0.7"]),
        ["watch"] = (WrittenHome.Complete, ["watch"]),
    };

    public static TheoryData<string> Names => [.. Documents.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task EveryDocument_IsAsApproved(string name)
    {
        using var home = Documents[name].Home();
        var typed = Documents[name].Typed.Select(word =>
            word.Replace("FILE", home.SweepPath, StringComparison.Ordinal).Replace("OUT", home["out"], StringComparison.Ordinal));

        var ran = await CommandLine.Sweep([.. typed, "--json", "--home", home.Home.Folder]);

        ApprovedText.Is($"{Approved}/{name}.json", Steady(ran.Out, home));
    }

    [Fact]
    public void NoDocument_IsApprovedThatNobodyPrints() => ApprovedText.AreAll(Approved, Documents.Keys.Select(name => name + ".json"));

    private static string Steady(string said, WrittenHome home)
    {
        var named = said.Replace(home[""].TrimEnd('/'), "[folder]", StringComparison.Ordinal)
            .Replace(JsonEncodedText.Encode(ProgramVersion.Text).Value, "[version]", StringComparison.Ordinal)
            .Replace(ProgramVersion.Text, "[version]", StringComparison.Ordinal)
            .Replace(RuntimeInformation.FrameworkDescription, "[runtime]", StringComparison.Ordinal)
            .Replace(RuntimeInformation.RuntimeIdentifier, "[system]", StringComparison.Ordinal);
        return LongNumber().Replace(Size().Replace(Past().Replace(Moment().Replace(named, "[now]"), "[days]"), "\"bytes\": [size]"),
            number => double.Parse(number.ValueSpan, CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture));
    }

    /// <summary>Any moment but those of the home's own journal, which are of 2026-01-02.</summary>
    [GeneratedRegex(@"(?!2026-01-02)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:\d\d)")]
    private static partial Regex Moment();

    /// <summary>How long ago the home's own journal was written.</summary>
    [GeneratedRegex(@"\d+ d(?= ago)")]
    private static partial Regex Past();

    [GeneratedRegex("\"bytes\": [0-9]+")]
    private static partial Regex Size();

    /// <summary>The last bits of sums and logarithms are the processor's and the C library's.</summary>
    [GeneratedRegex(@"(?<=[ \[])-?\d+\.\d{8,}(?:E-?\d+)?(?=,?\n)")]
    private static partial Regex LongNumber();
}
