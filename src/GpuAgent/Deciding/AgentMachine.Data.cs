using Sweep.Experiments.Data;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// How a dataset comes to this machine: from the coordinator, once for all slots that wait for it. Where the coordinator lacks it as well,
/// or it does not come for a long time, the trainer is asked all the same, and says what is missing.
/// </summary>
internal sealed partial class AgentMachine
{
    private readonly Dictionary<string, DataFetch> dataFetches = [];

    private void LookForData(Slot slot, Assign assignment)
    {
        slot.State = new SlotState.LookingForData(assignment);
        Do(new LookForData(slot.Number, assignment.Lease, assignment.Order.Dataset.Name));
    }

    private void On(DataLookedFor looked)
    {
        if (SlotOf(looked.Slot) is not { State: SlotState.LookingForData { Assignment: var given } } slot || given.Lease != looked.Lease)
            return;
        if (!looked.Lacks)
        {
            Prepare(slot, given);
            return;
        }
        slot.State = new SlotState.AwaitingData(given);
        FetchDataWhereDue();
    }

    /// <summary>Time has passed, or the store's address is known.</summary>
    private void FetchDataWhereDue()
    {
        if (store is not { } from)
            return;
        foreach (var slot in slots)
        {
            if (slot.State is SlotState.AwaitingData { Assignment.Order.Dataset.Name: var dataset })
                FetchWhereDue(dataset, from);
        }
    }

    private void FetchWhereDue(string dataset, StoreAddress from)
    {
        if (!dataFetches.TryGetValue(dataset, out var fetch))
        {
            Log(Importance.Information, "The dataset {Dataset} is not on this machine; it is fetched from the coordinator", dataset);
            dataFetches.Add(dataset, fetch = new(now.Elapsed));
        }
        if (fetch.Number is not null || fetch.NotBefore > now.Elapsed)
            return;
        fetch.Number = ++numbers;
        Do(new FetchData(numbers, dataset, from));
    }

    private void On(DataFetched answered)
    {
        if (dataFetches.FirstOrDefault(entry => entry.Value.Number == answered.Number) is not { Key: { } dataset, Value: { } fetch })
            return;
        switch (answered.Answer)
        {
            case StoreAnswer.Done:
                Log(Importance.Information, "The dataset {Dataset} is on this machine now", dataset);
                GoOnWith(dataset);
                break;
            case StoreAnswer.Absent absent:
                Log(Importance.Warning, "The dataset {Dataset} cannot be fetched: {Reason}", dataset, absent.Reason);
                GoOnWith(dataset);
                break;
            case StoreAnswer.Refused refused:
                NotFetched(dataset, fetch, refused.Reason);
                break;
            case StoreAnswer.Failed failed:
                NotFetched(dataset, fetch, failed.Reason);
                break;
        }
    }

    private void NotFetched(string dataset, DataFetch fetch, string reason)
    {
        (fetch.Number, fetch.NotBefore) = (null, now.Elapsed + Backoff.After(++fetch.Failures));
        Log(
            fetch.Complaint == reason ? Importance.Debug : Importance.Warning,
            "The dataset {Dataset} cannot be fetched yet: {Reason}", dataset, reason);
        fetch.Complaint = reason;
        if (now.Elapsed - fetch.Began >= DeliveryPatience)
            GoOnWith(dataset);
    }

    /// <summary>Whether it came or not: the trainer looks for itself.</summary>
    private void GoOnWith(string dataset)
    {
        dataFetches.Remove(dataset);
        foreach (var slot in slots)
        {
            if (slot.State is SlotState.AwaitingData { Assignment: var given } && given.Order.Dataset.Name == dataset)
                Prepare(slot, given);
        }
    }

    private sealed class DataFetch(TimeSpan began)
    {
        public TimeSpan Began => began;

        /// <summary>Of the try under way; null between two.</summary>
        public long? Number { get; set; }

        /// <summary>In a row.</summary>
        public int Failures { get; set; }

        /// <summary>The next try is due.</summary>
        public TimeSpan NotBefore { get; set; }

        /// <summary>What was said last.</summary>
        public string? Complaint { get; set; }
    }
}
