using System.Reflection;

namespace Sweep.Architecture.Tests;

/// <summary>
/// The rooms of each program, from low to high: a room uses only rooms before it, so it can be read, tested and changed without those after
/// it. A room is the first part of a namespace below its project's own; what is in a project's own namespace stands above all of its rooms.
/// </summary>
public sealed class Layers
{
    private static readonly (string Project, string[] Rooms)[] Order =
    [
        ("Sweep.Experiments", ["Inputs", "Expressions", "Trials", "Programs", "Spaces", "Data", "Running", "Sweeps", "Planning", "Training"]),
        ("Sweep.Protocol", ["Keys", "Messages", "Gate", "Serialization", "Trainers", "Hosting"]),
        ("Sweep.Reporting", ["Answers", "Querying", "Tables", "Statistics", "Plots", "Pictures", "Exports", "Html"]),
        ("Sweep.Coordinator",
        [
            "Journal", "Scheduling", "Explaining", "Storage", "Questions", "Forecasting", "Verification", "Coordinating", "Measuring", "Notifying", "Actors", "Homes", "Http", "Dashboard", "Hosting",
            "LocalAgents", "Reproducing", "Models", "Drilling", "Simulation", "Cli",
        ]),
        ("Sweep.GpuAgent", ["Devices", "Deciding", "Ports", "Files", "Programs", "Trainers", "Runtime", "Actors", "Joining", "Hosting"]),
    ];

    /// <summary>The projects from low to high, as their assemblies are called. The coordinator simulates labs with the agent's own code.</summary>
    private static readonly string[] Projects = ["Sweep.Files", "Sweep.Experiments", "Sweep.Protocol", "Sweep.Reporting", "sweep-agent", "sweep"];

    public static TheoryData<string> ProjectNames => [.. Projects];

    public static TheoryData<string> Rooms => [.. from project in Order from room in project.Rooms select $"{project.Project}.{room}"];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void AProject_UsesOnlyProjectsBeforeIt(string project) => Assert.Empty(
        Assembly.Load(project).GetReferencedAssemblies().Select(other => other.Name!).Intersect(Projects[Array.IndexOf(Projects, project)..]));

    [Fact]
    public void EveryProject_HasAPlaceInTheOrder() =>
        Assert.Equal(Compiled.Ours.Select(module => module.Assembly.Name.Name).Order(), Projects.Order());

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ARoom_UsesOnlyRoomsBeforeIt(string room)
    {
        var rooms = Order.Single(project => room.StartsWith(project.Project + ".", StringComparison.Ordinal)).Rooms;
        var place = Array.IndexOf(rooms, NameOf(room));
        None(Uses.All.Where(use => use.From == room && Array.IndexOf(rooms, NameOf(use.To)) > place));
    }

    [Fact]
    public void EveryRoom_HasAPlaceInTheOrder() => Assert.Equal(Uses.Rooms.Order(), Rooms.Select(row => row.Data).Order());

    [Fact]
    public void NoRooms_UseEachOtherInACircle()
    {
        var uses = Uses.All.ToLookup(use => use.From);
        var left = Uses.Rooms.ToHashSet();
        // What uses nothing that is left is in no circle, and neither is what nothing that is left uses.
        while (left.RemoveWhere(room => !uses[room].Any(use => left.Contains(use.To))) > 0
            || left.RemoveWhere(room => !left.Any(other => uses[other].Any(use => use.To == room))) > 0)
        {
        }
        None(left.SelectMany(room => uses[room]).Where(use => left.Contains(use.To)));
    }

    private static void None(IEnumerable<Use> wrong)
    {
        var told = string.Join("; ", wrong);
        Assert.True(told.Length == 0, told);
    }

    private static string NameOf(string room) => room[(room.LastIndexOf('.') + 1)..];
}
