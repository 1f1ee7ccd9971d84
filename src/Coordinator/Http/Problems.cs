using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>A problem as RFC 9457 has it; the detail is one sentence for a person.</summary>
internal sealed record Problem(int Status, string Title, string Detail);

/// <summary>Turns exceptions into problem answers: what the sender can mend is 400, everything else is ours and goes to the log.</summary>
internal sealed class Problems(ILogger<Problems> logger)
{
    private const long FullDiskEveryMilliseconds = 60_000;
    private long toldOfFullDisk = -FullDiskEveryMilliseconds;

    public async Task Answer(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var (status, sentence) = Describe(e);
            if (e is OperationCanceledException)
                context.Response.Headers.RetryAfter = "1";
            if (status == StatusCodes.Status500InternalServerError)
                logger.LogError(e, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            else if (status == StatusCodes.Status507InsufficientStorage && e is not BadInputException && IsNews())
                logger.LogError("Checkpoints cannot be taken: {Reason}; make room, agents keep them and try again", e.Message);
            await Write(context, status, sentence);
        }
    }

    public static Task Write(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        var title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
        return context.Response.WriteAsJsonAsync(new Problem(status, title, sentence), StrictJson.Options, "application/problem+json");
    }

    /// <summary>Agents try again every few seconds; a full disk is said once a minute.</summary>
    private bool IsNews()
    {
        var (now, before) = (Environment.TickCount64, Interlocked.Read(ref toldOfFullDisk));
        return now - before >= FullDiskEveryMilliseconds && Interlocked.CompareExchange(ref toldOfFullDisk, now, before) == before;
    }

    /// <summary>ENOSPC, as .NET reports it on Linux.</summary>
    private const int NoSpaceLeft = 28;

    private static (int Status, string Sentence) Describe(Exception e) => e switch
    {
        BlobQuotaException => (StatusCodes.Status429TooManyRequests, e.Message),
        BadInputException when DeviceFault.In(e) is not null => (StatusCodes.Status507InsufficientStorage, e.Message),
        BadInputException or BlobMismatchException => (StatusCodes.Status400BadRequest, e.Message),
        UnconfirmedException => (StatusCodes.Status409Conflict, e.Message),
        BadHttpRequestException bad => (bad.StatusCode, $"The request cannot be used: {bad.Message}"),
        OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "The coordinator is stopping; ask again when it is back."),
        IOException { HResult: NoSpaceLeft } => (
            StatusCodes.Status507InsufficientStorage,
            "The coordinator's disk is full; make room where its home is, and it goes on by itself."),
        ResultsUnavailableException => (StatusCodes.Status503ServiceUnavailable, e.Message),
        _ when DeviceFault.In(e) is { } device => (StatusCodes.Status507InsufficientStorage, device),
        _ => (
            StatusCodes.Status500InternalServerError,
            "The coordinator could not answer because of an error of its own, which stands in its log."),
    };
}
