using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Answers <c>GET /health</c>: 200 with <c>ok</c>, or <c>busy</c> where the coordinator has much to decide just now; 503 where it has ended
/// or has not answered for <see cref="Pulse.Patience"/>. With <c>?challenge=</c> the answer proves who gives it, see
/// <see cref="HealthProof"/>. Whoever has no credential is told whether it is up, and nothing else.
/// </summary>
internal sealed class Health(Pulse pulse, string instance, string program, string token)
{
    private const string Ok = "ok";
    private const string Busy = "busy";
    private const string Down = "down";

    public async Task<IResult> Answer(string? challenge, bool toAStranger)
    {
        if (toAStranger)
        {
            return await pulse.Feel() is Vitality.Answers or Vitality.Busy
                ? Status(Ok, StatusCodes.Status200OK)
                : Status(Down, StatusCodes.Status503ServiceUnavailable);
        }
        if (challenge is not null && !HealthProof.IsChallenge(challenge))
            throw new BadInputException("A challenge is 32 lower-case hexadecimal digits.");
        return await pulse.Feel() switch
        {
            Vitality.Answers => Answer(Ok, challenge),
            Vitality.Busy => Answer(Busy, challenge),
            Vitality.Ended => Problem(
                "The coordinator has ended inside its process: stop the process and start it again; " +
                "everything acknowledged is in the journal."),
            _ => Problem(
                $"The coordinator has not answered inside its process for {Durations.InWords(Pulse.Patience)}: " +
                $"look at its log, or stop the process and start it again."),
        };
    }

    private static IResult Status(string status, int code) => Results.Json(new HealthAnswer(status), StrictJson.Options, statusCode: code);

    private IResult Answer(string status, string? challenge) =>
        Results.Json(
            new HealthAnswer(status, instance, program, challenge is null ? null : HealthProof.Of(token, challenge)), StrictJson.Options);

    private static IResult Problem(string sentence) =>
        Results.Json(
            new Problem(StatusCodes.Status503ServiceUnavailable, "Service Unavailable", sentence), StrictJson.Options,
            "application/problem+json", StatusCodes.Status503ServiceUnavailable);
}
