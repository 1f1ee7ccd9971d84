using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Tests.Sweeps;

/// <summary>Whom to tell is said in the sweep file and is no part of what the sweep is.</summary>
public sealed class NotifySectionTests
{
    private const string Without = "name: a\ndataset: shapes10\nspace: { lr: 1e-3, epochs: 1 }\n";

    [Fact]
    public void CommandAndWebhook_AreRead_AndReadBackFromTheTextOfTheSpec()
    {
        var spec = SweepFile.Parse(Without + "notify: { command: 'mail -s \"$SWEEP_TEXT\" me\\you', webhook: https://example.org/x?y=1 }\n", "f.yaml");

        Assert.Equal(new("mail -s \"$SWEEP_TEXT\" me\\you", "https://example.org/x?y=1"), spec.Notify);
        Assert.Equal(spec, SweepFile.Parse(SweepFileText.Of(spec), "f.yaml"));
    }

    [Fact]
    public void NoSweepWithoutIt_IsWrittenOrNamedAnotherWay()
    {
        var spec = SweepFile.Parse(Without, "f.yaml");

        Assert.Null(spec.Notify);
        Assert.DoesNotContain("notify", SweepFileText.Of(spec), StringComparison.Ordinal);
        Assert.DoesNotContain("notify", JsonSerializer.Serialize(spec), StringComparison.OrdinalIgnoreCase);
        var with = spec with { Notify = new("true", null) };
        Assert.Equal(SweepFileText.WithoutName(spec), SweepFileText.WithoutName(with));
    }

    [Theory]
    [InlineData("notify: me@example.org", "f.yaml, line 4: notify cannot be")]
    [InlineData("notify: { comand: x }", "f.yaml, line 4: the key 'comand' is not known in notify; did you mean 'command'")]
    [InlineData("notify: {}", "f.yaml, line 4: notify has neither a command nor a webhook; give one of them, or leave notify out.")]
    [InlineData("notify: { command: '  ' }", "f.yaml, line 4: notify.command must be a command of at most 2000 characters.")]
    [InlineData("notify: { webhook: ftp://example.org }", "f.yaml, line 4: notify.webhook is no address; write for instance webhook: https://example.org/hook.")]
    public void WhatCannotBeFollowed_IsOneSentence(string line, string sentence) => Assert.StartsWith(
        sentence, Assert.Throws<BadInputException>(() => SweepFile.Parse(Without + line, "f.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void TheCoordinatorsOwnFile_HasTheSameKeys()
    {
        Assert.Equal(new("true", null), NotifySection.Parse("command: true\n", "notify.yaml"));
        Assert.Throws<BadInputException>(() => NotifySection.Parse("", "notify.yaml"));
        Assert.Throws<BadInputException>(() => NotifySection.Parse("notify: { command: x }", "notify.yaml"));
    }
}
