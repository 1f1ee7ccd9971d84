using System.Globalization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>What becomes of reports and of the checkpoints that they name.</summary>
internal sealed partial class AgentMachine
{
    /// <summary>
    /// How long nothing may move, with the coordinator there, before leases are not held for reports any more. Leases are held for the
    /// reports in the outbox, so this must have an end: a run whose reports cannot be delivered from here is better trained elsewhere than
    /// never done. Long against a coordinator's restart or a disk being tidied up; short against a night.
    /// </summary>
    internal static readonly TimeSpan DeliveryPatience = TimeSpan.FromMinutes(15);

    private TimeSpan moved;
    private bool storeFails;
    private string? storeTrouble;
    private string? complaint;
    private bool saidThatDeliveryStands;

    /// <summary>Whether reports that wait do so in vain. They are kept, and delivered when they can be.</summary>
    private bool DeliveryStandsStill => now.Elapsed - moved >= DeliveryPatience;

    /// <summary>A report was taken or is the first to wait, an upload got further, or the coordinator is met anew.</summary>
    private void DeliveryMoved() => moved = now.Elapsed;

    /// <returns>Its number.</returns>
    private long Report(Slot slot, Assign assignment, Fact fact)
    {
        var report = reports.Next(identity.Name, assignment.Lease, assignment.Order.Run, fact);
        Do(new Note(slot.Number, report));
        return report.Number;
    }

    private void On(Adopted adopted)
    {
        if (SlotOf(adopted.Slot) is { State: SlotState.AtWork { Assignment: var given } } slot && given.Lease == adopted.Lease)
            Report(slot, given, new EpochCompleted(adopted.Metrics, adopted.Checkpoint));
    }

    private void On(Noted noted)
    {
        var report = noted.Report;
        if (reports.Count == 0)
            DeliveryMoved();
        reports.Add(report, noted.Slot);
        if (CheckpointOf(report) is { } checkpoint)
            uploads.Want(checkpoint, isNew: true);
        if (noted.Slot is not { } number || SlotOf(number) is not { } slot)
            return;
        if (slot.State is SlotState.Ending { Assignment: var ended } && ended.Lease == report.Lease && report.Fact is RunEnded)
        {
            Free(slot);
            // It may have come while the end was being noted.
            BeginNext(slot);
        }
        else if (report.Fact is EpochCompleted && slot.State.Given?.Lease == report.Lease)
            GoOn(slot);
    }

    private void On(Acknowledge answer)
    {
        if (reports.Remove(answer.Number) is not { } report)
            return;
        DeliveryMoved();
        talk.Said.Remove(answer.Number);
        if (report.Fact is RunEnded)
            EndIsKnown(report.Lease);
        Do(new Drop(report.Number, IsLast: reports.Count == 0));
        if (answer.Answer is Acknowledgement.Stale)
            Log(
                Importance.Information, "Report {Number} of lease {Lease} came too late to count", report.Number, report.Lease);
        if (CheckpointOf(report) is { } checkpoint && uploads.Unwant(checkpoint.Sha256))
            Do(new Release(checkpoint.Sha256));
    }

    /// <summary>
    /// The first reports, those of a slot in order as far as nothing they name is on its way to the store: no slot waits for another's.
    /// </summary>
    private IEnumerable<Report> ReadyReports()
    {
        HashSet<int>? blocked = null;
        foreach (var (report, slot) in reports.WaitingOfSlots.Take(Window))
        {
            if (blocked?.Contains(slot) is true)
                continue;
            if (CheckpointOf(report) is not { } checkpoint || uploads.Find(checkpoint.Sha256) is not { } upload)
            {
                yield return report;
                continue;
            }
            if (!upload.State.IsOver)
            {
                (blocked ??= []).Add(slot);
                continue;
            }
            yield return upload.State is UploadState.Lost
                ? report with { Fact = (EpochCompleted)report.Fact with { Checkpoint = null } }
                : report;
        }
    }

    private void AskStoreForWhatIsWanted()
    {
        if (store is not { } at || !uploads.HasRoom)
            return;
        foreach (var report in reports.Waiting.Take(Window))
        {
            if (CheckpointOf(report) is not { Sha256: var sha256 }
                || uploads.Find(sha256) is not { State: UploadState.Wanted wanted } upload || wanted.NotBefore > now.Elapsed)
                continue;
            var question = ++numbers;
            if (upload.IsNew)
            {
                uploads.Set(upload, new UploadState.Sending(question));
                Do(new SendToStore(sha256, question, at));
            }
            else
            {
                uploads.Set(upload, new UploadState.Asked(question));
                Do(new AskStore(sha256, question, at));
            }
            upload.IsNew = false;
            if (!uploads.HasRoom)
                return;
        }
    }

    private void On(StoreAnswered answered)
    {
        var (sha256, question, answer) = answered;
        if (!uploads.Asks(sha256, question, out var upload))
            return;
        switch (upload.State, answer)
        {
            case (UploadState.Checking, _):
                break;
            case (_, StoreAnswer.Done):
                IsStored(upload);
                break;
            case (UploadState.Asked, StoreAnswer.Absent):
                uploads.Set(upload, new UploadState.Sending(question));
                Do(new SendToStore(sha256, question, store!));
                break;
            case (UploadState.Sending, StoreAnswer.Refused refused):
                uploads.Set(upload, new UploadState.Checking(question, refused.Reason));
                Do(new CheckCopy(sha256, question));
                break;
            case (_, StoreAnswer.Absent absent):
                Failed(upload, absent.Reason);
                break;
            case (_, StoreAnswer.Refused refused):
                Failed(upload, refused.Reason);
                break;
            case (_, StoreAnswer.Failed failed):
                Failed(upload, failed.Reason);
                break;
        }
    }

    private void On(CopyChecked seen)
    {
        if (!uploads.Asks(seen.Sha256, seen.Question, out var upload))
            return;
        if (seen.Copy is OwnCopy.Sound)
        {
            if (upload.State is UploadState.Checking checking)
                Failed(upload, checking.Reason);
            return;
        }
        Passed(upload);
        uploads.Set(upload, UploadState.Lost.Instance);
        DeliveryMoved();
        Log(
            Importance.Error, "Checkpoint {Checkpoint} on this machine is gone or damaged; its epoch is reported without it", seen.Sha256);
    }

    private void On(UploadAdvanced advanced)
    {
        if (uploads.Find(advanced.Sha256) is not { } upload || advanced.Bytes <= upload.Furthest)
            return;
        upload.Furthest = advanced.Bytes;
        DeliveryMoved();
    }

    private void IsStored(Upload upload)
    {
        Passed(upload);
        uploads.Set(upload, new UploadState.Stored(now));
        if (!upload.WasStored)
            DeliveryMoved();
        upload.WasStored = true;
    }

    private void Passed(Upload upload)
    {
        (upload.Failures, upload.Furthest) = (0, 0);
        StoreAnswers();
        if (complaint is null || uploads.AnyFails)
            return;
        Log(Importance.Information, "Checkpoints are uploaded again");
        complaint = null;
    }

    private void Failed(Upload upload, string reason)
    {
        uploads.Set(upload, new UploadState.Wanted(now.Elapsed + Backoff.After(++upload.Failures)));
        // Once for a reason, however long it lasts.
        Log(
            reason == complaint ? Importance.Debug : Importance.Warning,
            "Checkpoints cannot be uploaded to {Address} yet: {Reason}", store?.Url, reason);
        complaint = reason;
        StoreFails(reason);
    }

    private void StoreFails(string reason)
    {
        storeFails = true;
        storeTrouble = $"Checkpoints do not pass between this agent and {store?.Url} ({reason.TrimEnd('.')}): "
            + "see that its disk has room and its HTTP port is open.";
    }

    private void StoreAnswers() => (storeFails, storeTrouble) = (false, null);

    private void TellWhetherDeliveryStands()
    {
        var stands = reports.Count > 0 && DeliveryStandsStill;
        if (stands && !saidThatDeliveryStands)
            Log(
                Importance.Error, "{Trouble} Their runs are left to others; the reports are kept and go when they can", StandingTrouble());
        else if (!stands && saidThatDeliveryStands)
            Log(Importance.Information, "Reports are delivered again");
        saidThatDeliveryStands = stands;
    }

    private string StandingTrouble() => string.Create(CultureInfo.InvariantCulture,
        $"{reports.Count} reports could not be delivered for {DeliveryPatience.TotalMinutes:0} minutes: "
            + $"{storeTrouble ?? "the coordinator does not take them."}");

    private static CheckpointReference? CheckpointOf(Report report) => (report.Fact as EpochCompleted)?.Checkpoint;
}
