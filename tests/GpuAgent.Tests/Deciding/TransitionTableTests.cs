using System.Text.RegularExpressions;
using Sweep.Shared;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>The tables of <c>docs/agent.md</c> are what the machine does, walked state by state and event by event.</summary>
public sealed partial class TransitionTableTests
{
    private const string Document = "docs/agent.md";

    private static readonly Dictionary<string, Func<string>> Tables = new()
    {
        ["slots"] = AgentTables.Slots,
        ["uploads"] = AgentTables.Uploads,
        ["conversation"] = AgentTables.Conversation,
    };

    [Fact]
    public void TheDocument_HasWhatTheMachineDoes() => ApprovedText.Is(
        Document,
        Part().Replace(
            File.ReadAllText(Checkout.PathOf(Document)),
            part => $"<!-- {part.Groups[1].Value}: walked -->\n{Tables[part.Groups[1].Value]()}\n\n<!-- end -->"));

    [Fact]
    public void TheDocument_HasEveryTable() =>
        Assert.Equal(Tables.Keys, Part().Matches(File.ReadAllText(Checkout.PathOf(Document))).Select(part => part.Groups[1].Value));

    [GeneratedRegex("<!-- (\\w+): walked -->.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Part();
}
