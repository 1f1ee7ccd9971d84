using Akka.Event;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// What Akka prints with before its loggers start and after they have stopped: nothing. Stdout belongs to the programs' own answers, and
/// whatever
/// keeps a node from starting is thrown as well and told by the program in a sentence.
/// </summary>
/// <remarks>Made by Akka, by the name of the type.</remarks>
public sealed class SilentLogger : MinimalLogger
{
    protected override void Log(object message)
    {
    }
}
