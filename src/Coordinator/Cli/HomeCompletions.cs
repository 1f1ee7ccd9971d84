using System.CommandLine;
using System.CommandLine.Completions;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary>What a shell may complete from the home: the names of its sweeps and agents, and the ids of trials.</summary>
internal static class HomeCompletions
{
    /// <summary>A person who pressed a key waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly string[] Sweeps = ["sweep", "--sweep"];
    private static readonly string[] Trials = ["trial", "ID", "A", "B", "trial and pictures", "--trial"];

    private static readonly string[] Agents = ["agent", "--agent"];
    private const string AnyOfThem = "sweep, agent or trial";

    /// <summary>Adds to every argument and option of the command line that names a sweep or a trial.</summary>
    public static void AddTo(Command command, Shell shell)
    {
        foreach (var (name, sources) in command.Arguments.Select(a => (a.Name, a.CompletionSources))
            .Concat(command.Options.Select(o => (o.Name, o.CompletionSources))))
        {
            if (Sweeps.Contains(name))
                sources.Add(context => Asked(shell, context, SweepsOf));
            else if (Agents.Contains(name))
                sources.Add(context => Asked(shell, context, AgentsOf));
            else if (name == AnyOfThem)
                sources.Add(context => Asked(shell, context, AllOf));
            else if (Trials.Contains(name))
                sources.Add(context => Asked(
                    shell, context, (queries, cancellation) => TrialsOf(queries, SweepNamed(context.ParseResult), cancellation)));
        }
        foreach (var subcommand in command.Subcommands)
            AddTo(subcommand, shell);
    }

    private static async Task<IEnumerable<CompletionItem>> SweepsOf(IQueries queries, CancellationToken cancellation) =>
        (await queries.Status(cancellation)).Sweeps.Select(sweep => new CompletionItem(sweep.Name, detail: sweep.State.Word()));

    private static async Task<IEnumerable<CompletionItem>> AgentsOf(IQueries queries, CancellationToken cancellation) =>
        (await queries.Agents(cancellation)).Select(agent => new CompletionItem(agent.Agent, detail: agent.State.Word()));

    private static async Task<IEnumerable<CompletionItem>> AllOf(IQueries queries, CancellationToken cancellation) =>
    [
        .. await SweepsOf(queries, cancellation),
        .. await AgentsOf(queries, cancellation),
        .. await TrialsOf(queries, null, cancellation),
    ];

    private static async Task<IEnumerable<CompletionItem>> TrialsOf(IQueries queries, string? sweep, CancellationToken cancellation) =>
        (await queries.Results(sweep, cancellation))
            .Select(trial => new CompletionItem(trial.Trial.Value)).Prepend(new(TrialArgument.Best));

    private static string? SweepNamed(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == "--sweep") is { } sweep
        ? parsed.GetValue(sweep)
        : null;

    /// <summary>
    /// Completion is asked and answered at once, and a home that cannot answer has nothing to offer: no error belongs into a half-typed
    /// line.
    /// </summary>
    private static List<CompletionItem> Asked(
        Shell shell, CompletionContext context, Func<IQueries, CancellationToken, Task<IEnumerable<CompletionItem>>> ask)
    {
        try
        {
#pragma warning disable VSTHRD002 // The parser of the command line asks for completions without waiting for a task.
            return Task.Run(async () =>
            {
                using var patience = new CancellationTokenSource(Patience);
                await using var answers = await HomeAnswers.ForNothingElse(shell, context.ParseResult, patience.Token);
                return (await ask(answers.Queries, patience.Token)).ToList();
            }).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        catch (Exception)
        {
            return [];
        }
    }
}
