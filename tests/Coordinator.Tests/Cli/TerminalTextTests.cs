using Sweep.Coordinator.Cli;

namespace Sweep.Coordinator.Tests.Cli;

public class TerminalTextTests
{
    [Fact]
    public void ASentence_IsBrokenBetweenWords_AndGoesOnWhereItBegan() => Assert.Equal(
        ["  lr 0.01, epochs 3,", "  weightDecay 0.001,", "  batchSize 8"],
        TerminalText.Wrapped("  lr 0.01, epochs 3, weightDecay 0.001, batchSize 8", 22));

    [Fact]
    public void WhatFits_StaysAsItIs() => Assert.Equal(
        ["forward               12.3 ms", "  and more"], TerminalText.Wrapped("forward               12.3 ms\n  and more", 30));

    [Fact]
    public void WhatIsOneWord_StaysWhole_ToBeCopied() => Assert.Equal(
        ["Written to", "/a/folder/whose/name/is/longer/than/the/line.svg"],
        TerminalText.Wrapped("Written to /a/folder/whose/name/is/longer/than/the/line.svg", 30));
}
