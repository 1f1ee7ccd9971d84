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

    /// <summary>Every command but that of help, in the order of the help screen.</summary>
    internal static readonly (string Name, Func<Shell, Command> Create)[] Commands =
    [
        ("run", RunCommand.Create),
        ("submit", SubmitCommand.Create),
        ("plan", PlanCommand.Create),
        ("init", InitCommand.Create),
        ("resume", ResumeCommand.Create),
        ("status", StatusCommand.Create),
        ("explain", ExplainCommand.Create),
        ("watch", WatchCommand.Create),
        ("wait", WaitCommand.Create),
        ("events", EventsCommand.Create),
        ("best", BestCommand.Create),
        ("results", ResultsCommand.Create),
        ("trial", TrialCommand.Create),
        ("code", CodeCommand.Create),
        ("logs", LogsCommand.Create),
        ("query", QueryCommand.Create),
        ("compare", CompareCommand.Create),
        ("plot", PlotCommand.Create),
        ("report", ReportCommand.Create),
        ("export", Export),
        ("reproduce", ReproduceCommand.Create),
        ("predict", PredictCommand.Create),
        ("agents", AgentsCommand.Create),
        ("cancel", CancelCommand.Create),
        ("retry", RetryCommand.Create),
        ("verify", VerifyCommand.Create),
        ("db", DatabaseCommand.Create),
        ("data", shell => DataCommand.Create(shell)),
        ("model", ModelCommand.Create),
        ("serve", ServeCommand.Create),
        ("dashboard", DashboardCommand.Create),
        ("token", TokenCommand.Create),
        ("login", LoginCommand.Create),
        ("logout", LoginCommand.CreateLogout),
        ("mcp", McpCommand.Create),
        ("drill", DrillCommand.Create),
        ("package", _ => PackageCommand.Create()),
        ("deploy", _ => DeployCommand.Create()),
        ("completion", CompletionCommand.Create),
        ("version", VersionCommand.Create),
    ];

    public static RootCommand Build(Shell shell) => Build(shell, only: null);

    /// <summary>
    /// With all commands, or with that one alone which begins the arguments: making all forty takes a program that answers at once a fifth
    /// of its time. Whatever is about commands, such as help and completion, begins with another word and gets all.
    /// </summary>
    private static RootCommand Build(Shell shell, string? only)
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

        foreach (var (_, create) in Commands.Where(command => only is null || command.Name == only))
            root.Subcommands.Add(create(shell));
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

    private static Command Export(Shell shell)
    {
        var export = ExportCommand.Create(shell);
        export.Subcommands.Add(ExportModelCommand.Create(shell));
        return export;
    }

    /// <summary>The command that needs no other beside it; null where that is not known.</summary>
    private static string? Alone(string[] arguments) =>
        arguments is [var first, ..] && Commands.Any(command => command.Name == first) ? first : null;

    /// <returns>The exit code. Never throws.</returns>
    public static async Task<int> Run(string[] arguments, Shell shell)
    {
        var root = Build(shell, Alone(arguments));
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
