using System.CommandLine;
using System.CommandLine.Help;
using Sweep.Coordinator.Cli.Mcp;
using Sweep.Coordinator.Cli.Programs;
using Sweep.Coordinator.Cli.Tokens;
using Sweep.Coordinator.Cli.Upkeep;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary>The <c>sweep</c> command line: every command, and the one place where errors become a sentence and an exit code.</summary>
public static class SweepCommandLine
{
    /// <summary>The same on every terminal, so that help reads the same in a manual.</summary>
    private const int HelpWidth = 100;

    public static RootCommand Build(Shell shell)
    {
        var root = new RootCommand("Sweep searches hyperparameters: it trains a grid on every slot of your machines and keeps the best.");
        foreach (var builtIn in root.Options.OfType<VersionOption>().ToList())
            root.Options.Remove(builtIn);
        root.Options.Add(VersionCommand.AsOption(shell));
        root.Options.Add(GlobalOptions.Json);
        root.Options.Add(GlobalOptions.Quiet);
        root.Options.Add(GlobalOptions.Home);
        root.Options.Add(GlobalOptions.Data);
        root.Options.Add(ConnectionOptions.Coordinator);
        root.Options.Add(ConnectionOptions.Token);
        root.Options.Add(ConnectionOptions.TokenFile);
        root.Options.Add(ConnectionOptions.Ca);

        root.Subcommands.Add(RunCommand.Create(shell));
        root.Subcommands.Add(SubmitCommand.Create(shell));
        root.Subcommands.Add(PlanCommand.Create(shell));
        root.Subcommands.Add(InitCommand.Create(shell));
        root.Subcommands.Add(ResumeCommand.Create(shell));
        root.Subcommands.Add(StatusCommand.Create(shell));
        root.Subcommands.Add(ExplainCommand.Create(shell));
        root.Subcommands.Add(WatchCommand.Create(shell));
        root.Subcommands.Add(WaitCommand.Create(shell));
        root.Subcommands.Add(EventsCommand.Create(shell));
        root.Subcommands.Add(BestCommand.Create(shell));
        root.Subcommands.Add(ResultsCommand.Create(shell));
        root.Subcommands.Add(TrialCommand.Create(shell));
        root.Subcommands.Add(CodeCommand.Create(shell));
        root.Subcommands.Add(LogsCommand.Create(shell));
        root.Subcommands.Add(QueryCommand.Create(shell));
        root.Subcommands.Add(CompareCommand.Create(shell));
        root.Subcommands.Add(PlotCommand.Create(shell));
        root.Subcommands.Add(ReportCommand.Create(shell));
        var export = ExportCommand.Create(shell);
        export.Subcommands.Add(ExportModelCommand.Create(shell));
        root.Subcommands.Add(export);
        root.Subcommands.Add(ReproduceCommand.Create(shell));
        root.Subcommands.Add(PredictCommand.Create(shell));
        root.Subcommands.Add(AgentsCommand.Create(shell));
        root.Subcommands.Add(CancelCommand.Create(shell));
        root.Subcommands.Add(RetryCommand.Create(shell));
        root.Subcommands.Add(VerifyCommand.Create(shell));
        root.Subcommands.Add(DatabaseCommand.Create(shell));
        root.Subcommands.Add(DataCommand.Create(shell));
        root.Subcommands.Add(ModelCommand.Create(shell));
        root.Subcommands.Add(ServeCommand.Create(shell));
        root.Subcommands.Add(DashboardCommand.Create(shell));
        root.Subcommands.Add(TokenCommand.Create(shell));
        root.Subcommands.Add(LoginCommand.Create(shell));
        root.Subcommands.Add(LoginCommand.CreateLogout(shell));
        root.Subcommands.Add(McpCommand.Create(shell));
        root.Subcommands.Add(DrillCommand.Create(shell));
        root.Subcommands.Add(PackageCommand.Create());
        root.Subcommands.Add(DeployCommand.Create());
        root.Subcommands.Add(CompletionCommand.Create(shell));
        root.Subcommands.Add(VersionCommand.Create(shell));
        root.Subcommands.Add(HelpCommand.Create(root));
        HomeCompletions.AddTo(root, shell);

        var help = new HelpAction { MaxWidth = HelpWidth };
        var shown = root.Options.OfType<HelpOption>().Single();
        shown.Action = help;
        // Words of other programs: they are understood, and nobody is offered them.
        string[] words = ["-?", "/?", "/h"];
        foreach (var word in words)
            shown.Aliases.Remove(word);
        root.Options.Add(new HelpOption(words[0], words[1..]) { Hidden = true, Action = help });
        root.SetAction(help.Invoke);
        return root;
    }

    /// <returns>The exit code. Never throws.</returns>
    public static async Task<int> Run(string[] arguments, Shell shell)
    {
        var root = Build(shell);
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var terminal = shell.Terminals(parsed.GetValue(GlobalOptions.Json));
        return await ErrorBoundary.Around(terminal, parsed, () =>
        {
            ParseErrors.Refuse(parsed, arguments);
            if (CoordinatorToken.Warning(parsed) is { } warning)
                terminal.Say(warning);
            var surroundings = new InvocationConfiguration
            {
                Output = terminal.RawOut,
                Error = terminal.Error.Profile.Out.Writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return parsed.InvokeAsync(surroundings, shell.Interruption.Asked);
        });
    }
}
