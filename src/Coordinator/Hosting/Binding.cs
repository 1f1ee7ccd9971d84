using System.Net;
using System.Net.Sockets;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Hosting;

/// <summary>Where a coordinator listens and how others spell it.</summary>
/// <param name="Address">Listened on.</param>
/// <param name="Host">The public address or name.</param>
internal sealed record Binding(IPAddress Address, string Host, int ClusterPort, int HttpPort)
{
    public string Cluster => $"{Host}:{ClusterPort}";

    public Uri Url => new UriBuilder(Uri.UriSchemeHttp, Host, HttpPort).Uri;

    /// <summary>Chooses the ports; both are free at this moment.</summary>
    public static Binding Of(CoordinatorOptions options)
    {
        var address = AddressOf(options);
        var host = IPAddress.TryParse(options.Host, out var any) && (any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any)) ? Dns.GetHostName() : options.Host;
        var cluster = Ports.Choose(address, options.ClusterPort, "--port");
        var http = Ports.Choose(address, options.HttpPort, "--http-port");
        return new(address, host, cluster, http);
    }

    /// <summary>A name is not resolved to one address: many machines map their own name to the loopback.</summary>
    private static IPAddress AddressOf(CoordinatorOptions options) => (options.BindAddress ?? options.Host) switch
    {
        "localhost" => IPAddress.Loopback,
        var text when IPAddress.TryParse(text, out var address) => address,
        var name when options.BindAddress is null => Resolvable(name),
        var name => throw new BadInputException($"'{name}' is no address to listen on: give one of this machine, or 0.0.0.0 for all."),
    };

    private static IPAddress Resolvable(string name)
    {
        try
        {
            _ = Dns.GetHostAddresses(name);
            return IPAddress.Any;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new BadInputException($"--host: '{name}' is not known as a name of any machine: give a name or address under which agents reach this one.");
        }
    }
}
