using Sweep.Protocol.Serialization;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// What a node takes from outside of its process, whoever sends it: Sweep's own messages and the few of the cluster that membership needs.
/// The port has no lock, so nothing else may even be made from what comes in.
/// </summary>
internal static class ShutDoors
{
    /// <summary>Akka's serializers by name and number, but for those of selections (6) and of membership (5).</summary>
    private static readonly IReadOnlyDictionary<string, int> Refused = new Dictionary<string, int>
    {
        ["json"] = 1,
        ["proto"] = 2,
        ["daemon-create"] = 3,
        ["bytes"] = 4,
        ["akka-persistence-message"] = 7,
        ["akka-persistence-snapshot"] = 8,
        ["akka-pubsub"] = 9,
        ["akka-replicated-data"] = 11,
        ["akka-data-replication"] = 12,
        ["akka-sharding"] = 13,
        ["akka-singleton"] = 14,
        ["akka-cluster-client"] = 15,
        ["akka-misc"] = 16,
        ["primitive"] = 17,
        ["akka-system-msg"] = 22,
        ["akka-stream-ref"] = 30,
        ["reliable-delivery"] = 36,
    };

    /// <summary>
    /// Untrusted mode drops what is sent to an actor by its path unless that is listed, and every order to deploy or to stop an actor. An
    /// agent's
    /// own actor is not listed: it has a name that nobody can guess, and whoever it has written to knows it.
    /// </summary>
    public static string Settings(string role)
    {
        string[] open = ["/system/cluster/core/daemon", "/system/cluster/heartbeatReceiver"];
        if (role == ClusterSettings.CoordinatorRole)
            open = [.. open, $"/user/{ClusterSettings.CoordinatorActor}"];
        return $$"""
            akka.remote {
              untrusted-mode = on
              trusted-selection-paths = [{{string.Join(", ", open.Select(path => $"\"{path}\""))}}]
            }
            akka.actor {
              serializers {
                akka-cluster = "{{Name(typeof(MembershipSerializer))}}"
                {{string.Join('\n', Refused.Keys.Select(name => $"{name} = \"{Name(typeof(RefusingSerializer))}\""))}}
              }
              serialization-settings {
                {{string.Join('\n', Refused.Select(entry => $"{entry.Key}.{RefusingSerializer.NumberKey} = {entry.Value}"))}}
              }
            }
            """;
    }

    /// <summary>As Akka wants it in settings.</summary>
    internal static string Name(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
