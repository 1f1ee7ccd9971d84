using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Deciding;

/// <summary>
/// How datasets and code come to this machine: from the coordinator, once for all slots that wait for them. Where the coordinator lacks a
/// dataset as well, or it does not come for a long time, the trainer is asked all the same, and says what is missing; without its code
/// nothing can be asked.
/// </summary>
internal sealed partial class AgentMachine
{
    private readonly Dictionary<Supply, SupplyFetch> fetches = [];

    /// <summary>Looks for what the run needs behind <paramref name="after"/>; where that is nothing, goes on to its checkpoint.</summary>
    /// <param name="after">Null for the first.</param>
    private void LookForSupplies(Slot slot, Assign assignment, Supply? after = null)
    {
        if (Supply.Of(assignment.Order).SkipWhile(supply => after is not null && supply != after).Skip(after is null ? 0 : 1)
            .FirstOrDefault() is not { } next)
        {
            Prepare(slot, assignment);
            return;
        }
        slot.State = new SlotState.LookingForSupply(assignment, next);
        Do(new LookForSupply(slot.Number, assignment.Lease, next));
    }

    private void On(SupplyLookedFor looked)
    {
        if (SlotOf(looked.Slot) is not { State: SlotState.LookingForSupply { Assignment: var given, Wanted: var wanted } } slot
            || given.Lease != looked.Lease)
            return;
        if (!looked.Lacks)
        {
            LookForSupplies(slot, given, wanted);
            return;
        }
        slot.State = new SlotState.AwaitingSupply(given, wanted);
        FetchSuppliesWhereDue();
    }

    /// <summary>Time has passed, or the store's address is known.</summary>
    private void FetchSuppliesWhereDue()
    {
        if (store is not { } from)
            return;
        foreach (var slot in slots)
        {
            if (slot.State is SlotState.AwaitingSupply { Wanted: var wanted })
                FetchWhereDue(wanted, from);
        }
    }

    private void FetchWhereDue(Supply wanted, StoreAddress from)
    {
        if (!fetches.TryGetValue(wanted, out var fetch))
        {
            if (wanted is Supply.Data { Name: var dataset })
                Log(Importance.Information, "The dataset {Dataset} is not on this machine; it is fetched from the coordinator", dataset);
            fetches.Add(wanted, fetch = new(FetchTries.None));
        }
        if (!fetch.Tries.IsDue(now.Elapsed))
            return;
        fetches[wanted] = fetch with { Tries = fetch.Tries.Try(++numbers, now.Elapsed) };
        Do(new FetchSupply(numbers, wanted, from));
    }

    private void On(SupplyFetched answered)
    {
        if (fetches.FirstOrDefault(entry => entry.Value.Tries.Number == answered.Number) is not { Key: { } wanted, Value: { } fetch })
            return;
        switch (answered.Answer)
        {
            case StoreAnswer.Done:
                Tell(Importance.Information, wanted, "The dataset {Dataset} is on this machine now", "The code {Code} is on this machine");
                GoOnWith(wanted);
                break;
            case StoreAnswer.Absent absent:
                Tell(
                    Importance.Warning, wanted,
                    "The dataset {Dataset} cannot be fetched: {Reason}", "The code {Code} cannot be fetched: {Reason}", absent.Reason);
                DoWithout(wanted, Outcome.BadConfiguration, absent.Reason);
                break;
            case StoreAnswer.Refused refused:
                NotFetched(wanted, fetch, refused.Reason);
                break;
            case StoreAnswer.Failed failed:
                NotFetched(wanted, fetch, failed.Reason);
                break;
        }
    }

    private void NotFetched(Supply wanted, SupplyFetch fetch, string reason)
    {
        fetches[wanted] = new(fetch.Tries.Failed(now.Elapsed), reason);
        Tell(
            fetch.Complaint == reason ? Importance.Debug : Importance.Warning, wanted,
            "The dataset {Dataset} cannot be fetched yet: {Reason}", "The code {Code} cannot be fetched yet: {Reason}", reason);
        // The code is there, only not for this machine: another may well get it.
        if (fetch.Tries.AreInVain(now.Elapsed, DeliveryPatience))
            DoWithout(wanted, Outcome.AgentLost, reason);
    }

    /// <summary>A trainer looks for its dataset itself; where the code is missing the run ends here.</summary>
    private void DoWithout(Supply wanted, Outcome outcome, string reason)
    {
        if (wanted is not Supply.Code { Sha256: var code })
        {
            GoOnWith(wanted);
            return;
        }
        fetches.Remove(wanted);
        foreach (var (slot, given) in WaitingFor(wanted))
            End(slot, given, outcome, $"The code {code} of the program cannot be fetched: {reason}");
    }

    private void GoOnWith(Supply wanted)
    {
        fetches.Remove(wanted);
        foreach (var (slot, given) in WaitingFor(wanted))
            LookForSupplies(slot, given, wanted);
    }

    private List<(Slot Slot, Assign Given)> WaitingFor(Supply wanted) =>
        [.. from slot in slots
            where slot.State is SlotState.AwaitingSupply waiting && waiting.Wanted == wanted
            select (slot, slot.State.Given!)];

    private void Tell(Importance importance, Supply supply, string ofData, string ofCode, params object?[] values)
    {
        var (template, name) = supply switch
        {
            Supply.Data data => (ofData, data.Name),
            Supply.Code code => (ofCode, code.Sha256),
            _ => throw new ArgumentOutOfRangeException(nameof(supply)),
        };
        Log(importance, template, [name, .. values]);
    }

    /// <param name="Complaint">What was said last.</param>
    private sealed record SupplyFetch(FetchTries Tries, string? Complaint = null);
}
