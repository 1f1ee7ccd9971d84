using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Dashboard;

/// <summary>What the dashboard asks beside the questions of everybody: whole tables, and one stream of what changes in them.</summary>
internal static class DashboardEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapDashboard(this IEndpointRouteBuilder routes, IDashboardSource source, ChangeHub changes)
    {
        routes.MapDashboardFiles();
        var api = routes.MapGroup("/api").For(Role.Read);
        api.MapGet("/table", (string? sweep, string? best, string? fold, HttpContext context) =>
            TableAnswer.Write(source, sweep, best, fold, context)).Says(
                About.Answers,
                "Every trial of a sweep with every column, as the journal stands at 'sequence'. With 'best=60' the trials of the first 60 "
                + "lines of the leaderboard suffice: of a large sweep no others come, and it is said how many 'trials' there are and which "
                + "columns are 'differing'. A line is a configuration with its seeds, or with 'fold=no' a trial.",
                typeof(ResultTable));
        api.MapGet("/curves", (string? sweep, HttpContext context) => CurvesAnswer.Write(source, sweep, context)).Answers(
            About.Answers,
            "Every learning curve of a sweep: the length of a header (uint32), the header as JSON, then float32 by metric and run.",
            StatusCodes.Status200OK, typeof(Stream), "application/octet-stream");
        var winners = new WinnerAnswer(source);
        routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(winners.Dispose);
        api.MapGet("/winner", async (string? sweep, CancellationToken cancellation) =>
            Results.Json(await winners.Of(sweep, cancellation), StrictJson.Options)).Says(
                About.Answers, "What 'sweep best --json' prints: the winning configuration, what is tied with it, and where to look next.",
                typeof(BestDocument));
        api.MapGet("/changes", (string? since, string? running, HttpContext context) => Stream(changes, since, running, context)).Answers(
            About.Answers,
            "What changes, as server-sent events whose ids are the journal's; the first says how everything stands. With 'running=no' a "
            + "run in training is said at its agent's slot alone, and not among the status's 'running' too.",
            StatusCodes.Status200OK, typeof(string), "text/event-stream",
            refusals: (StatusCodes.Status503ServiceUnavailable, "Too many pages are open, or the coordinator is stopping."));
        api.MapPost("/file", async (HttpRequest request, CancellationToken cancellation) =>
        {
            var file = await JsonBody.Read<FileRequest>(request, cancellation);
            var known = await source.Database.Ask(opened => opened.Outlines.Select(sweep => Queries.Sweep(opened, sweep.Name)).ToList());
            return Results.Json(
                FileAnswer.Of(file.Source, name => known.FirstOrDefault(sweep => sweep.Spec.Name == name)?.Spec), StrictJson.Options);
        }).Says(About.Sweeps, "A sweep file, read and checked: what is previewed and submitted.", typeof(FileAnswer), typeof(FileRequest));
    }

    /// <param name="since">
    /// For a page that makes a new stream: a browser that opens the same one again says it in the header, which counts more.
    /// </param>
    private static async Task Stream(ChangeHub changes, string? since, string? running, HttpContext context)
    {
        var known = Number(context.Request.Headers[LastEventId].FirstOrDefault() ?? since);
        if (changes.Open(known, Form(running), context.Features.Get<Credential>()!.Opens, context.Abort) is not { } page)
        {
            context.Response.Headers.RetryAfter = "5";
            await Problems.Write(
                context, StatusCodes.Status503ServiceUnavailable,
                "Too many pages of the dashboard are open at this coordinator, or it is stopping: close some, or try again in a while.");
            return;
        }
        try
        {
            context.Response.ContentType = "text/event-stream";
            // For nginx, which else would keep back what is to be told at once.
            context.Response.Headers["X-Accel-Buffering"] = "no";
            await foreach (var message in page.Messages.ReadAllAsync(context.RequestAborted))
                await context.Response.BodyWriter.WriteAsync(message, context.RequestAborted);
        }
        finally
        {
            changes.Close(page);
        }
    }

    private static StreamForm Form(string? running) => running switch
    {
        null or "" => StreamForm.Whole,
        "no" => StreamForm.RunsAtSlots,
        _ => throw new BadInputException($"running is 'no', or left out: '{Texts.Plain(running)}' is neither."),
    };

    private static long? Number(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BadInputException(
                $"'{Texts.Plain(text)}' is no number of an entry, as the messages of this stream have for an id.");
    }
}
