using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// Waits until a home is free or its coordinator answers: for as long as whoever holds it changes or does something, and for a while where
/// it does not. A busy machine makes it wait longer, never give up.
/// </summary>
/// <param name="say">Takes one sentence where the wait is long enough to be noticed.</param>
internal sealed class HomeQueue(Home home, TimeProvider clock, Action<string> say)
{
    /// <summary>How long nothing may happen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long a coordinator may be at work without an answer: longer than any of its pauses.</summary>
    private static readonly TimeSpan CoordinatorPatience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(3);

    private readonly long began = clock.GetTimestamp();
    private long sign = clock.GetTimestamp();
    private (int? Pid, string? Work) seen;
    private bool said;

    /// <summary>Waits a moment.</summary>
    /// <returns>False where it is time to give up; <see cref="Refusal(Home)"/> says why.</returns>
    public async Task<bool> Wait(CancellationToken cancellation)
    {
        var holder = HomeHolder.Of(home);
        var sight = (holder?.Pid, holder?.Work());
        if (sight != seen && !IsSilentCoordinator(holder))
            sign = clock.GetTimestamp();
        seen = sight;
        if (clock.GetElapsedTime(sign) > Patience)
            return false;
        if (!said && clock.GetElapsedTime(began) > Noticed)
        {
            said = true;
            say(holder is null ? $"Waiting for the home folder {home.Folder}, which another process holds."
                : holder.Coordinates(home)
                    ? $"The coordinator of this home ({holder}) does not answer{(holder.IsStopped ? ", because it is stopped" : "")}; " +
                        "trying again for a while."
                : $"Waiting for {holder}, which holds the home folder {home.Folder}.");
        }
        await Task.Delay(BetweenTries, clock, cancellation);
        return true;
    }

    /// <summary>One sentence for the person who waited in vain.</summary>
    public static string Refusal(Home home) => HomeHolder.Of(home) switch
    {
        null =>
            $"The home folder {home.Folder} is in use by another process, perhaps on another machine: " +
            "stop that process, or name another folder with --home.",
        { IsStopped: true } stopped =>
            $"The home folder {home.Folder} is in use by {stopped}, which is stopped: " +
            $"let it go on with `kill -CONT {stopped.Pid}`, or with `fg` where it was started.",
        var holder when CoordinatorFile.Read(home) is { Ca: null } =>
            $"The home folder {home.Folder} is in use by {holder}, a coordinator of an earlier version, with which this one does " +
            "not speak: stop it, and start it with this one.",
        var holder when holder.Coordinates(home) =>
            $"The coordinator of the home folder {home.Folder}, {holder}, is there but does not answer: " +
            $"it is busy or hangs; try again, and look into {home.Logs} if that does not help.",
        var holder when File.Exists(home.CoordinatorFile) && CoordinatorFile.Read(home) is null =>
            $"The home folder {home.Folder} is in use by {holder}, and this user may not read where its coordinator answers: " +
            "give its address and token with --coordinator and --token.",
        var holder => $"The home folder {home.Folder} is in use by {holder}: stop that process, or name another folder with --home.",
    };

    /// <summary>The same where its coordinator does answer, but somebody wants the home for himself.</summary>
    public static string Refusal(Home home, CoordinatorAddress live) =>
        $"The home folder {home.Folder} is in use by process {live.Pid}, its coordinator at {live.Url}: " +
        "ask that one, stop it, or name another folder with --home.";

    /// <summary>What it does is no answer, and one that hangs may do something for ever.</summary>
    private bool IsSilentCoordinator(HomeHolder? holder) =>
        holder?.Coordinates(home) == true && clock.GetElapsedTime(began) > CoordinatorPatience;
}
