using LiteDB;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>An agent in the results database, as it last registered; what its slots train is the live coordinator's to know.</summary>
internal static class AgentDocument
{
    public static BsonDocument Of(AgentView agent) => new BsonDocument
    {
        ["_id"] = agent.Agent,
        ["v"] = Schema.Version,
        ["host"] = agent.Host,
        ["state"] = Bson.Name(agent.State),
        ["program"] = agent.Program,
        ["lastSeen"] = Bson.Instant(agent.LastSeen),
        ["slots"] = new BsonArray(
            agent.Slots.Select(slot => new BsonDocument { ["number"] = slot.Number, ["device"] = slot.Device, ["model"] = slot.Model })),
    }.WithText("note", agent.Note).WithText("hold", agent.Hold is { } hold ? Bson.Name(hold) : null);

    public static AgentView View(BsonDocument document) => new(
        document["_id"].AsString,
        document["host"].AsString,
        Bson.Named<AgentStatus>(document["state"].AsString),
        [.. document["slots"].AsArray.Select(
            slot => new SlotView(slot["number"].AsInt32, slot["device"].AsString, slot["model"].AsString, null))],
        document["program"].AsString,
        document.Instant("lastSeen"),
        document.Text("note"))
    {
        Hold = document.Text("hold") is { } hold ? Bson.Named<AgentHold>(hold) : null,
    };
}
