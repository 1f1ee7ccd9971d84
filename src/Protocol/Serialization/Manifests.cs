using System.Text.Json.Serialization.Metadata;
using Sweep.Protocol.Messages;

namespace Sweep.Protocol.Serialization;

/// <summary>
/// The name and version of every message on the wire. Append-only: a message that changes its meaning gets a new version beside
/// the old one, which is decoded for ever; fields may be added with a default.
/// </summary>
public static class Manifests
{
    /// <summary>What all others travel in.</summary>
    public const string InSession = "in-session:1";

    internal static readonly IReadOnlyList<(string Manifest, JsonTypeInfo Json)> All =
    [
        ("register:1", WireJson.Default.Register),
        ("request-work:1", WireJson.Default.RequestWork),
        ("heartbeat:1", WireJson.Default.Heartbeat),
        ("progress:1", WireJson.Default.Progress),
        ("report:1", WireJson.Default.Report),
        ("registered:1", WireJson.Default.Registered),
        ("refused:1", WireJson.Default.Refused),
        ("register-first:1", WireJson.Default.RegisterFirst),
        ("assign:1", WireJson.Default.Assign),
        ("no-work:1", WireJson.Default.NoWork),
        ("work-available:1", WireJson.Default.WorkAvailable),
        ("drain:1", WireJson.Default.Drain),
        ("acknowledge:1", WireJson.Default.Acknowledge),
        ("revoke-lease:1", WireJson.Default.RevokeLease),
        ("session-first:1", WireJson.Default.SessionFirst),
        (InSession, WireJson.Default.InSession),
        ("reports:1", WireJson.Default.Reports),
        ("acknowledgements:1", WireJson.Default.Acknowledgements),
    ];

    public static IEnumerable<string> Names => All.Select(entry => entry.Manifest);

    internal static readonly IReadOnlyDictionary<string, JsonTypeInfo> ByName =
        All.ToDictionary(entry => entry.Manifest, entry => entry.Json);

    internal static readonly IReadOnlyDictionary<Type, (string Manifest, JsonTypeInfo Json)> ByType =
        All.ToDictionary(entry => entry.Json.Type);

    /// <summary>What identifies a message to the person who reads about it in a log.</summary>
    internal static string Ids(object message) => message switch
    {
        Report report => $"agent {report.Agent}, report {report.Number}, lease {report.Lease}, {report.Fact.GetType().Name}",
        Reports { Each: { IsDefaultOrEmpty: false } each } => $"{each.Length} reports, the first: {Ids(each[0])}",
        Assign assign => $"lease {assign.Lease}, run {assign.Order.Run}, sweep {assign.Order.Sweep}",
        Register register => $"agent {register.Agent}, {register.Slots.Length} slots, {register.Running.Length} leases running",
        Heartbeat heartbeat => $"agent {heartbeat.Agent}, {heartbeat.Running.Length} leases running",
        Progress progress => $"agent {progress.Agent}, lease {progress.Lease}",
        RequestWork request => $"agent {request.Agent}, slot {request.Slot}",
        RevokeLease revoke => $"lease {revoke.Lease}",
        Messages.InSession said => Ids(said.Message),
        _ => message.GetType().Name,
    };
}
