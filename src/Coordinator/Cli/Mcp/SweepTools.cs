using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Mcp;

/// <summary>The tools that an assistant is given: each is a command, and answers what that command prints with <c>--json</c>.</summary>
/// <param name="readsFiles">Whether sweep files of this machine may be named, which is for whoever started this process.</param>
internal sealed class SweepTools(AskedCommands commands, bool readsFiles)
{
    private const int RowsUnlessAsked = 50;
    private const string GuideResource = "agents.md";

    private const string OfSweep = "The sweep's name; left out, the one submitted last.";
    private const string Source = "The sweep file itself, as YAML text.";
    private const string File = "Or the path of a sweep file on this machine, which a program's own code lies beside.";

    /// <summary>How a search is run well: the page of the documents that is written for assistants.</summary>
    private static readonly Lazy<string> Guide = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(GuideResource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    public McpServerOptions Options(bool maySubmit)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new() { Name = "sweep", Version = ProgramVersion.Text },
            ServerInstructions = Guide.Value,
            ToolCollection = [],
        };
        foreach (var tool in All(maySubmit))
            options.ToolCollection.Add(tool);
        return options;
    }

    private IEnumerable<McpServerTool> All(bool maySubmit)
    {
        yield return Tool(
            "plan", "What a sweep file would run: trials, runs, epochs, and what of it is done already. Changes nothing; do this first.",
            readsFiles ? PlanOfFile : PlanOfText);
        yield return Tool("status", "How every sweep stands, when it will be done, what is in training, what failed.", Status);
        yield return Tool("results", "The trials of a sweep as rows, best first; filtered, sorted, grouped.", Results);
        yield return Tool("best", "The best configuration over its seeds, what is tied with it, and where to look next.", Best);
        yield return Tool("explain", "Why a sweep, an agent or a trial stands as it does, and what would have to change.", Explain);
        yield return Tool("compare", "Two trials side by side, and their configurations over all seeds.", Compare);
        if (maySubmit)
        {
            yield return Tool(
                "submit", "Submits a sweep to the running coordinator: it trains on the lab's machines. Plan it first.",
                readsFiles ? SubmitOfFile : SubmitOfText, changes: true);
        }
    }

    private static McpServerTool Tool(string name, string description, Delegate does, bool changes = false) => McpServerTool.Create(
        does,
        new() { Name = name, Description = description, ReadOnly = !changes, Destructive = false, OpenWorld = false, Idempotent = true });

    private Task<CallToolResult> PlanOfText([Description(Source)] string? source = null, CancellationToken cancellation = default) =>
        OfSweepFile("plan", source, null, cancellation);

    private Task<CallToolResult> PlanOfFile(
        [Description(Source)] string? source = null, [Description(File)] string? file = null, CancellationToken cancellation = default) =>
        OfSweepFile("plan", source, file, cancellation);

    private Task<CallToolResult> SubmitOfText([Description(Source)] string? source = null, CancellationToken cancellation = default) =>
        OfSweepFile("submit", source, null, cancellation);

    private Task<CallToolResult> SubmitOfFile(
        [Description(Source)] string? source = null, [Description(File)] string? file = null, CancellationToken cancellation = default) =>
        OfSweepFile("submit", source, file, cancellation);

    private Task<CallToolResult> Status(CancellationToken cancellation) => commands.Run("status", [], [], cancellation);

    private Task<CallToolResult> Results(
        [Description(OfSweep)] string? sweep = null,
        [Description("Which trials, for instance: lr < 1e-2 and state = completed")] string? where = null,
        [Description("Columns to sort by, '-' in front from high to low; left out, best first.")] string? sort = null,
        [Description("Columns or calculations to show, separated by commas.")] string? columns = null,
        [Description("One row for all trials that agree in these columns, for instance every hyperparameter but the seed.")]
        string? groupBy = null,
        [Description("What to show of a group, for instance: mean(valAccuracy), std(valAccuracy), count()")] string? aggregates = null,
        [Description("One row for each epoch of the learning curves instead of one for each trial.")] bool epochs = false,
        [Description("How many rows at most; 50 where it is left out.")] int limit = RowsUnlessAsked,
        CancellationToken cancellation = default) => commands.Run(
            "results",
            [
                ("--where", where), ("--sort", sort), ("--columns", columns), ("--group-by", groupBy), ("--agg", aggregates),
                ("--epochs", epochs ? "true" : null), ("--limit", limit.ToString(CultureInfo.InvariantCulture)),
            ],
            [sweep], cancellation);

    private Task<CallToolResult> Best([Description(OfSweep)] string? sweep = null, CancellationToken cancellation = default) =>
        commands.Run("best", [], [sweep], cancellation);

    private Task<CallToolResult> Explain(
        [Description("The sweep, the agent, or a trial by the first characters of its id; 'best' is the best seed of the winner.")]
        string name,
        [Description("Which of these it is, where a name could be several: sweep, agent or trial.")] string? kind = null,
        CancellationToken cancellation = default) => commands.Run("explain", [("--kind", kind)], [name], cancellation);

    private Task<CallToolResult> Compare(
        [Description("A trial, by its id or the first characters of it; 'best' is the best seed of the winner.")] string a,
        [Description("Another one of the same sweep.")] string b,
        [Description(OfSweep)] string? sweep = null,
        CancellationToken cancellation = default) => commands.Run("compare", [("--sweep", sweep)], [a, b], cancellation);

    private async Task<CallToolResult> OfSweepFile(string command, string? source, string? file, CancellationToken cancellation)
    {
        if (source is null == file is null)
            return Refused($"Give the sweep file's text as 'source'{(readsFiles ? ", or its path as 'file': one of them" : "")}.");
        if (file is not null)
            return await commands.Run(command, [], [file], cancellation);
        var folder = Directory.CreateTempSubdirectory("sweep-mcp-");
        try
        {
            var path = Path.Combine(folder.FullName, "sweep.yaml");
            await System.IO.File.WriteAllTextAsync(path, source, cancellation);
            return await commands.Run(command, [], [path], cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CallToolResult Refused(string sentence) =>
        new() { IsError = true, Content = [new TextContentBlock { Text = sentence }] };
}
