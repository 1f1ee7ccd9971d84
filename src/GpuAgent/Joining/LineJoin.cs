using Serilog;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>Joins a lab by a line, once: where the agent has keys of that lab already, nobody is asked.</summary>
internal sealed class LineJoin(JoinLine line, KeyFiles files, string agent, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);
    private const int TriesPerComplaint = 12;

    /// <summary>Waits for a coordinator that does not answer yet.</summary>
    /// <returns>The coordinator that was joined; null where the wait was called off.</returns>
    /// <exception cref="Experiments.Inputs.BadInputException">The line opens nothing, or somebody else answers there.</exception>
    public async Task<CoordinatorName?> Join(CancellationToken calledOff)
    {
        var joined = new Joined(files);
        if (joined.To(line) is { } known)
            return new(known);
        for (var tries = 0; !calledOff.IsCancellationRequested; tries++)
        {
            try
            {
                var place = await JoinClient.Join(line, files, agent, clock, calledOff);
                joined.Keep(place);
                log.Information("Joined the lab of {Coordinator} as {Agent}; from here on this agent needs no line", line.Url, agent);
                return new(place);
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
