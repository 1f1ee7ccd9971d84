using System.Text.Json;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tests.Answers;

public class StatusWordsTests
{
    [Theory]
    [InlineData(SweepStatus.Running, "running")]
    [InlineData(SweepStatus.Waiting, "waiting")]
    [InlineData(SweepStatus.Interrupted, "interrupted")]
    [InlineData(SweepStatus.Complete, "complete")]
    [InlineData(SweepStatus.Failed, "failed")]
    [InlineData(SweepStatus.Cancelled, "cancelled")]
    public void Sweeps_StandByTheseWords_InJsonAndInPrint(SweepStatus status, string word)
    {
        Assert.Equal(word, status.Word());
        Assert.Equal($"\"{word}\"", JsonSerializer.Serialize(status, SweepJson.Options));
        Assert.Equal(status, JsonSerializer.Deserialize<SweepStatus>($"\"{word}\"", StrictJson.Options));
    }

    [Theory]
    [InlineData(AgentStatus.Online, "online")]
    [InlineData(AgentStatus.Offline, "offline")]
    [InlineData(AgentStatus.Quarantined, "quarantined")]
    public void Agents_StandByTheseWords_InJsonAndInPrint(AgentStatus status, string word)
    {
        Assert.Equal(word, status.Word());
        Assert.Equal($"\"{word}\"", JsonSerializer.Serialize(status, SweepJson.Options));
        Assert.Equal(status, JsonSerializer.Deserialize<AgentStatus>($"\"{word}\"", StrictJson.Options));
    }
}
