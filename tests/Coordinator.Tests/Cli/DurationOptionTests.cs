using Sweep.Coordinator.Cli;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

public sealed class DurationOptionTests
{
    [Fact]
    public async Task AWrongTime_IsOneSentenceWithTheRemedy() => Assert.Equal(
        new Ran(ExitCode.BadInput, "", "--timeout: '2' is no time of more than 0 s and at most 40 days, written as 90s, 30m, 2h, 1h30m or 2d. See 'sweep wait --help'.\n"),
        await CommandLine.Sweep("wait", "--timeout", "2"));
}
