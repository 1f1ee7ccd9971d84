using Akka.Event;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// Stands where Akka.NET prints what it has to say before its loggers start and after they stop: on stdout, which belongs to the answers
/// of commands. Named by type in the node's configuration.
/// </summary>
public sealed class SilentLogger : MinimalLogger
{
    protected override void Log(object message)
    {
    }
}
