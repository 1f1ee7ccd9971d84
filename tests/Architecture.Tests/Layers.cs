namespace Sweep.Architecture.Tests;

/// <summary>
/// The rooms of each program, from low to high: a room uses only rooms before it, so it can be read, tested and changed without those after
/// it. A room is the first part of a namespace below its project's own.
/// </summary>
public sealed class Layers
{
    private static readonly (string Project, string[] Rooms)[] Order =
    [
        ("Sweep.Experiments", ["Inputs", "Trials", "Spaces", "Data", "Running", "Sweeps", "Planning", "Training"]),
        ("Sweep.Protocol", ["Messages", "Gate", "Serialization", "Trainers", "Hosting"]),
        ("Sweep.Coordinator",
        [
            "Journal", "Answers", "Scheduling", "Querying", "Storage", "Forecasting", "Verification", "Actors", "Homes", "Http", "Hosting",
            "Reporting", "LocalAgents", "Reproducing", "Models", "Drilling", "Cli",
        ]),
        ("Sweep.GpuAgent", ["Files", "Devices", "Trainers", "Runtime", "Actors", "Hosting"]),
    ];

    public static TheoryData<string> Rooms => [.. from project in Order from room in project.Rooms select $"{project.Project}.{room}"];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoom_UsesOnlyRoomsBeforeIt(string room)
    {
        var (_, rooms) = Order.Single(project => room.StartsWith(project.Project + ".", StringComparison.Ordinal));
        var place = Array.IndexOf(rooms, NameOf(room));
        Assert.Empty(from use in Uses.All where use.From == room && Array.IndexOf(rooms, NameOf(use.To)) > place select use.ToString());
    }

    [Fact]
    public void EveryRoom_HasAPlaceInTheOrder() =>
        Assert.Equal(Rooms.Select(row => row.Data).Order(), Uses.All.SelectMany(use => new[] { use.From, use.To }).Concat(Uses.Rooms).Distinct().Order());

    [Fact]
    public void NoRooms_UseEachOtherInACircle()
    {
        var left = Uses.All.ToLookup(use => use.From);
        var rooms = Uses.Rooms.ToHashSet();
        // What uses nothing that is left is in no circle, and neither is what nothing that is left uses.
        while (rooms.RemoveWhere(room => !left[room].Any(use => rooms.Contains(use.To))) > 0
            || rooms.RemoveWhere(room => !rooms.Any(other => left[other].Any(use => use.To == room))) > 0)
        {
        }
        Assert.Empty(from room in rooms from use in left[room] where rooms.Contains(use.To) select use.ToString());
    }

    private static string NameOf(string room) => room[(room.LastIndexOf('.') + 1)..];
}
