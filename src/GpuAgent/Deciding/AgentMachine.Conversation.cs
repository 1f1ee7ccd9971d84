using System.Collections.Immutable;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What is said to the coordinator: said again until it is answered, never asked and waited for.</summary>
internal sealed partial class AgentMachine
{
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Complain = TimeSpan.FromMinutes(1);

    /// <summary>The coordinator's last word, where it was a refusal: that nobody answers since then has that cause.</summary>
    private string? refusal;

    private readonly List<LeaseId> running = [];
    private readonly List<LeaseId> reporting = [];
    private readonly List<LeaseId> ahead = [];

    private void On(LineOpened opened)
    {
        talk = new(opened.Place) { ComplainAt = now.Elapsed + Complain };
        foreach (var slot in slots)
            slot.Told = null;
        Register();
    }

    private void Register()
    {
        LookAtLeases();
        Say(new Register(
            identity.Name, identity.Incarnation, ProtocolVersion.Current, identity.Host, identity.Program,
            descriptions, [.. running], reports.Count, identity.Home, Named(reporting), Named(ahead)));
        talk.RegisterAt = now.Elapsed + Resend;
    }

    private void OnRegisterFirst()
    {
        talk.Announced = false;
        MeetAnew();
    }

    /// <summary>Whoever opened it may be another process than the one that this agent knew.</summary>
    private void OnSession()
    {
        (talk.Announced, talk.Registered, talk.Beat, talk.Sessionless) = (false, false, null, null);
        Register();
    }

    private void On(SessionNotOpened not)
    {
        if (talk.Sessionless == not.Reason)
            return;
        talk.Sessionless = not.Reason;
        Log(
            Importance.Warning, "The coordinator at {Coordinator} opens no session for this agent ({Reason}); it asks again and again",
            talk.Place, not.Reason);
    }

    private void MeetAnew()
    {
        if (talk.Registered || now.Elapsed >= talk.RegisterAt)
            Register();
        talk.Registered = false;
    }

    private void On(Registered welcome)
    {
        // Registering again with a coordinator that knows this agent is nothing to tell.
        if (!talk.Announced)
            Log(Importance.Information, "Registered with the coordinator as {Agent} with {Slots} slots", identity.Name, slots.Length);
        refusal = null;
        var anew = !talk.Registered;
        (talk.Registered, talk.Announced, talk.Drained) = (true, true, false);
        talk.Said.Clear();
        AskAtOnce();
        (talk.LeasesAhead, talk.ReportsTogether) = (welcome.LeasesAhead is true, welcome.ReportsTogether is true);
        (store, storeFails) = (new(welcome.Blobs, welcome.Token), false);
        // The coordinator was out of reach before, or is another process: what its store had then may be gone by now.
        if (anew)
        {
            DeliveryMoved();
            uploads.AskAllAgain(now.Elapsed);
        }
        else
        {
            // It may be another process all the same, which this agent has registered with before it could be told to.
            uploads.AskStoredAgain(now.Elapsed);
        }
        uploads.TryNow(now.Elapsed);
        foreach (var slot in slots)
            FetchWhereDue(slot);
        FetchSuppliesWhereDue();
        var every = TimeSpan.FromSeconds(welcome.LeaseSeconds / 3);
        if (talk.BeatEvery != every)
            (talk.BeatEvery, talk.Beat) = (every, null);
    }

    private void On(Refused refused)
    {
        Log(
            Importance.Error,
            "The coordinator refuses this agent: {Reason} It asks again in {Seconds} s, until it is let in",
            refused.Reason, AfterRefusal.TotalSeconds);
        refusal = refused.Reason;
        (talk.Registered, talk.Announced) = (false, false);
        talk.RegisterAt = now.Elapsed + AfterRefusal;
        talk.ComplainAt = talk.RegisterAt + Complain;
    }

    private void On(NoWork answer) =>
        (answer.Ahead is true ? talk.AskAhead : talk.AskAgain)[answer.Slot] =
            now.Elapsed + TimeSpan.FromSeconds(answer.RetryAfterSeconds);

    private void AskAtOnce()
    {
        talk.AskAgain.Clear();
        talk.AskAhead.Clear();
    }

    private void OnDrain()
    {
        (talk.Drained, talk.RegisterAt) = (true, now.Elapsed + AfterRefusal);
        EndAllAtEpochEnd("The coordinator is about to stop.");
    }

    private void TickOfConversation()
    {
        if (!talk.IsOpen)
            return;
        // While the store fails its address may have changed; and what called the drain off may have come before the drain.
        if ((!talk.Registered || storeFails || talk.Drained) && now.Elapsed >= talk.RegisterAt)
            Register();
        if (!talk.Registered)
        {
            ComplainOnceAMinute();
            return;
        }
        talk.ComplainAt = now.Elapsed + Complain;
        SayProgress();
        if (now.Elapsed >= talk.SentAt + Resend)
            talk.Said.Clear();
    }

    private void ComplainOnceAMinute()
    {
        if (now.Elapsed < talk.ComplainAt)
            return;
        talk.ComplainAt = now.Elapsed + Complain;
        if (refusal is not null)
        {
            Log(
                Importance.Warning, "The coordinator at {Coordinator} does not answer since it refused this agent: {Reason}", talk.Place,
                refusal);
            return;
        }
        Log(
            Importance.Warning,
            "The coordinator at {Coordinator} does not answer; this agent keeps trying. "
                + "If it is at another address by now, start this agent anew with that --join",
            talk.Place);
    }

    private void SayProgress()
    {
        foreach (var slot in slots)
        {
            if (slot.State is not SlotState.AtWork { Progress: { } latest } || slot.Told == latest)
                continue;
            slot.Told = latest;
            Say(latest with { Incarnation = identity.Incarnation });
        }
    }

    /// <summary>Says what has become ready to be said.</summary>
    private void Speak()
    {
        if (!talk.IsOpen)
            return;
        if (talk.Registered)
        {
            SayReports();
            RequestWork();
        }
        if (talk.BeatEvery is { } every)
            KeepBeating(every);
    }

    private void SayReports()
    {
        if (reports.Count == 0)
            return;
        Report[] ready =
        [
            .. ReadyReports().Where(report => talk.Said.Add(report.Number))
                .Select(report => report with { Incarnation = identity.Incarnation }),
        ];
        if (ready.Length == 0)
            return;
        talk.SentAt = now.Elapsed;
        foreach (var message in talk.ReportsTogether ? Bundles.Of(ready) : ready)
            Say(message);
    }

    private void RequestWork()
    {
        if (talk.Drained || leaving || reports.HasInherited)
            return;
        foreach (var slot in slots)
        {
            if (MayAsk(slot))
            {
                if (talk.AskAgain.TryGetValue(slot.Number, out var due) && now.Elapsed < due)
                    continue;
                talk.AskAgain[slot.Number] = now.Elapsed + Resend;
                Say(new RequestWork(identity.Name, identity.Incarnation, slot.Number, TimeLeft));
            }
            else if (WantsNext(slot))
            {
                talk.AskAhead[slot.Number] = now.Elapsed + Resend;
                Say(new RequestWork(identity.Name, identity.Incarnation, slot.Number, Ahead: true));
            }
        }
    }

    private void KeepBeating(TimeSpan every)
    {
        LookAtLeases();
        var (trouble, unfit) = (Trouble(), IsUnfit() ? true : (bool?)null);
        if (talk.Beat is { } beat && running.SequenceEqual(beat.Running) && Names(beat.Reporting, reporting) && Names(beat.Ahead, ahead)
            && beat.Trouble == trouble && beat.Unfit == unfit && (beat.Gpus is { } said ? figures.SequenceEqual(said) : figures.Count == 0))
            return;
        talk.Beat = new(
            identity.Name, identity.Incarnation, [.. running], Named(reporting), trouble, unfit, Named(figures), Named(ahead));
        Do(new KeepSaying(talk.Beat, every));
    }

    /// <summary>What is trained, what is to be trained next, and what is held only for the reports that wait.</summary>
    private void LookAtLeases()
    {
        running.Clear();
        reporting.Clear();
        ahead.Clear();
        foreach (var slot in slots)
        {
            if (slot.State.Given is { } given)
                running.Add(given.Lease);
            if (slot.Next is { } next)
                ahead.Add(next.Lease);
        }
        if (reports.Count == 0 || DeliveryStandsStill)
            return;
        foreach (var lease in reports.Leases)
            if (!running.Contains(lease))
                reporting.Add(lease);
    }

    private static bool Names(ImmutableArray<LeaseId>? told, List<LeaseId> leases) =>
        told is { } named ? leases.SequenceEqual(named) : leases.Count == 0;

    /// <summary>An empty list is not sent, so that what is said is what older agents say.</summary>
    private static ImmutableArray<T>? Named<T>(List<T> list) => list.Count == 0 ? null : [.. list];

    private void Say(ISweepMessage message)
    {
        if (talk.IsOpen)
            Do(new Say(message));
    }
}
