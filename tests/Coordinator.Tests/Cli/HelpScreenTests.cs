using System.CommandLine;
using Sweep.Coordinator.Cli;
using Sweep.Reporting.Answers;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>What every command says about itself, word for word.</summary>
public sealed class HelpScreenTests
{
    private const string Approved = "tests/Coordinator.Tests/Approved/Help";

    public static TheoryData<string> Commands => [.. Within(Root(), "sweep")];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task EveryCommand_ExplainsItself_AsApproved(string command)
    {
        var ran = await CommandLine.Sweep([.. command.Split(' ')[1..], "--help"]);

        Assert.Equal((ExitCode.Done, ""), (ran.ExitCode, ran.Error));
        ApprovedText.Is($"{Approved}/{FileOf(command)}", ran.Out.Replace(RootCommand.ExecutableName, "sweep", StringComparison.Ordinal));
    }

    /// <summary>Where one is asked for, the others are not made.</summary>
    [Fact]
    public void EveryCommand_IsMadeByItsName() => Assert.Equal(
        Root().Subcommands.Select(command => command.Name).Where(name => name != "help"),
        SweepCommandLine.Commands.Where(command => command.Create(SomeShell()).Name == command.Name).Select(command => command.Name));

    [Fact]
    public void NoScreen_IsApprovedOfACommandThatIsGone() => ApprovedText.AreAll(Approved, Commands.Select(row => FileOf(row.Data)));

    private static string FileOf(string command) => command.Replace(' ', '-') + ".txt";

    private static RootCommand Root() => SweepCommandLine.Build(SomeShell());

    private static Shell SomeShell()
    {
        using var terminal = new CapturedTerminal();
        using var interruption = new Interruption();
        return new(terminal.For, interruption, TimeProvider.System);
    }

    private static IEnumerable<string> Within(Command command, string path) =>
        [path, .. command.Subcommands.SelectMany(sub => Within(sub, $"{path} {sub.Name}"))];
}
