using Microsoft.Extensions.Hosting.Systemd;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// Tells systemd how far a service of <c>Type=notify</c> is. A process that systemd did not start says nothing. The address is taken out of
/// the environment when it is first read, so that no child process speaks in this one's name.
/// </summary>
public static class ServiceNotice
{
    private static readonly SystemdNotifier Notifier = new();

    /// <summary>What was started does its work from now on.</summary>
    public static void Ready() => Notifier.Notify(ServiceState.Ready);

    /// <summary>It has been asked to end and is doing so.</summary>
    public static void Stopping() => Notifier.Notify(ServiceState.Stopping);
}
