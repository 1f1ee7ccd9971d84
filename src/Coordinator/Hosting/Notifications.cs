using Serilog;
using Sweep.Coordinator.Notifying;

namespace Sweep.Coordinator.Hosting;

/// <summary>What a coordinator's notices go out by, put together and ended together.</summary>
internal sealed class Notifications(Notifier notifier, Delivery delivery) : IAsyncDisposable
{
    public Notifier Notifier => notifier;

    /// <exception cref="Experiments.Inputs.BadInputException">The home's file of whom to tell cannot be read.</exception>
    public static Notifications Of(CoordinatorOptions options, ILogger log)
    {
        var own = NotifyFile.Read(options.Home.NotifyFile);
        var delivery = new Delivery(Path.Combine(options.Home.Logs, "notify.log"), Delivery.Patience);
        return new(new(own, options.SweepsMayNotify, options.ComesBack, delivery, log), delivery);
    }

    public async ValueTask DisposeAsync()
    {
        await notifier.DisposeAsync();
        delivery.Dispose();
    }
}
