using Serilog;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>
/// Joins a lab by a line, once: where the agent has keys of that lab by the same line, nobody is asked. By another line it joins anew, as
/// an agent that was removed has to, and keeps the keys that it has where that line gives it none.
/// </summary>
internal sealed class LineJoin(JoinLine line, KeyFiles files, string agent, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private const int TriesPerComplaint = 12;

    /// <summary>Waits for a coordinator that does not answer yet.</summary>
    /// <returns>The coordinator that was joined; null where the wait was called off.</returns>
    /// <exception cref="BadInputException">The line opens nothing, or somebody else answers there.</exception>
    public async Task<CoordinatorName?> Join(CancellationToken calledOff)
    {
        var joined = new Joined(files);
        var known = joined.To(line);
        if (known is not null && !joined.IsByAnother(line))
            return new(known);
        for (var tries = 0; !calledOff.IsCancellationRequested; tries++)
        {
            try
            {
                var place = await JoinClient.Join(line, files, agent, clock, calledOff);
                joined.Keep(place, line);
                log.Information("Joined the lab of {Coordinator} as {Agent}; from here on this agent needs no line", line.Url, agent);
                return new(place);
            }
            catch (Exception e) when (known is not null && e is BadInputException or HttpRequestException or IOException)
            {
                log.Warning(
                    "The line gives this agent no new certificate ({Reason}); it goes on with the one that it has",
                    e.InnerException?.Message ?? e.Message);
                return new(known);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                if (tries % TriesPerComplaint == 0 && !calledOff.IsCancellationRequested)
                    log.Warning(
                        "The coordinator at {Coordinator} cannot be reached yet ({Reason}); this agent keeps trying",
                        line.Url, e.InnerException?.Message ?? e.Message);
            }
            await Task.Delay(BetweenTries, calledOff).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }
}
