using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep events</c>: what the journal says, entry after entry, in an operator's words.</summary>
internal static class EventsCommand
{
    public static Command Create(Shell shell)
    {
        var since = new Option<string?>("--since")
        {
            Description = "Only what comes after the entry of this number; a negative number counts from the end (default: the beginning).",
            HelpName = "entry",
        };
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Stay and print what happens, also over restarts; with --json one document for each entry, a line each.",
        };
        var agent = new Option<string?>("--agent")
        {
            Description = "Only what is about this agent; a negative --since counts from the end of that.",
            HelpName = "name",
        };
        var command = new Command("events", "Print what the journal says: who was given what, what came of it, and what was decided.")
        {
            since, agent, follow
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            if (!parsed.GetValue(follow))
                return await Once(shell, parsed, terminal, new(parsed.GetValue(since), parsed.GetValue(agent)), cancellation);
            return await Follow(shell, parsed, terminal, new(parsed.GetValue(since), parsed.GetValue(agent)), cancellation);
        });
        return command;
    }

    /// <summary>Until it is interrupted, which is how it is meant to end: nothing is said about it.</summary>
    private static async Task<int> Follow(
        Shell shell, ParseResult parsed, Terminal terminal, Reader reader, CancellationToken cancellation)
    {
        using var feed = new StatusFeed(shell, parsed);
        try
        {
            while (true)
            {
                await using (var seen = await feed.Next(cancellation))
                {
                    if (seen.Queries is { } queries)
                        await Followed(reader, queries, terminal, cancellation);
                }
                await Task.Delay(HomeWatch.Interval, shell.Clock, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
    }

    private static async Task<int> Once(
        Shell shell, ParseResult parsed, Terminal terminal, Reader reader, CancellationToken cancellation)
    {
        await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
        var all = ImmutableArray.CreateBuilder<EventView>();
        while (await reader.Next(answers.Queries, cancellation) is { IsEmpty: false } page)
        {
            if (terminal.Json)
                all.AddRange(page);
            else
                Print(terminal, page);
        }
        if (terminal.Json)
            terminal.WriteJson(all.ToImmutable());
        return ExitCode.Done;
    }

    /// <summary>A coordinator that goes meanwhile is asked again, or the next one, from the same entry on.</summary>
    private static async Task Followed(Reader reader, IQueries queries, Terminal terminal, CancellationToken cancellation)
    {
        while (await Page(reader, queries, cancellation) is { IsEmpty: false } page)
        {
            if (terminal.Json)
                foreach (var one in page)
                    await terminal.RawOut.WriteLineAsync(JsonSerializer.Serialize(one, StrictJson.Options));
            else
                Print(terminal, page);
            await terminal.RawOut.FlushAsync(cancellation);
        }
    }

    private static async Task<ImmutableArray<EventView>> Page(Reader reader, IQueries queries, CancellationToken cancellation)
    {
        try
        {
            return await reader.Next(queries, cancellation);
        }
        catch (Exception gone) when (gone is NoCoordinatorException { MayComeBack: true } or HttpRequestException or IOException)
        {
            return [];
        }
    }

    private static void Print(Terminal terminal, ImmutableArray<EventView> page)
    {
        foreach (var one in page)
            terminal.Answer(FormattableString.Invariant($"{one.Sequence,6}  {Times.Second(one.At)}  {one.Text}"));
    }

    /// <summary>Where the reading is.</summary>
    private sealed class Reader(string? since, string? agent)
    {
        private string? since = since;

        public async Task<ImmutableArray<EventView>> Next(IQueries queries, CancellationToken cancellation)
        {
            var page = await queries.Ask(new EventsAfter(since, agent), cancellation);
            since = page.Last.ToString(CultureInfo.InvariantCulture);
            return page.Events;
        }
    }
}
