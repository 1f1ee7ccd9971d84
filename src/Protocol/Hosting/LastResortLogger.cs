using Akka.Actor;
using Akka.Event;
using Sweep.Experiments.Sweeps;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// What Akka logs with before its loggers start and after they have stopped. Stdout belongs to the program's own answers, so
/// errors go to stderr and the rest nowhere.
/// </summary>
public sealed class LastResortLogger : MinimalLogger
{
    protected override void Log(object message)
    {
        if (message is LogEvent said && said.LogLevel() >= LogLevel.ErrorLevel)
            Console.Error.WriteLine(VisibleText.Lines($"{said}"));
    }
}
