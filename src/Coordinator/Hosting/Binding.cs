using System.Net;
using System.Net.Sockets;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Hosting;

/// <summary>Where a coordinator listens and how others spell it.</summary>
/// <param name="Address">Listened on.</param>
/// <param name="Host">The public address or name.</param>
internal sealed record Binding(IPAddress Address, string Host, int ClusterPort, int HttpPort)
{
    /// <summary>As people say it.</summary>
    public string Addresses =>
        Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) ? "every address of this machine" : Address.ToString();

    /// <summary>What browsers and the like compare with the address that they were given.</summary>
    public IEnumerable<string> Names => ["localhost", "127.0.0.1", "::1", Dns.GetHostName(), Host, .. Known(Address)];

    public string Cluster => $"{Host}:{ClusterPort}";

    public Uri Url => new UriBuilder(Uri.UriSchemeHttps, Host, HttpPort).Uri;

    /// <summary>Ports from the default one on that are tried before any free one is taken.</summary>
    private const int HttpPortsTried = 100;

    /// <summary>
    /// Chooses the cluster's port; it is free at this moment. The HTTP API's is still to be chosen, see <see cref="HttpPorts"/>.
    /// </summary>
    public static Binding Of(CoordinatorOptions options)
    {
        var address = AddressOf(options);
        var host = IPAddress.TryParse(options.Host, out var any) && (any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any))
            ? Dns.GetHostName()
            : options.Host;
        var cluster = Ports.Choose(address, options.ClusterPort, "--port");
        return new(address, host, cluster, 0);
    }

    /// <summary>The ports that the HTTP API may have, to be tried in this order: somebody else may take one before it listens.</summary>
    /// <param name="last">The one that it had at the last start.</param>
    public IEnumerable<int> HttpPorts(int? wanted, int? last) => wanted is { } given
        ? [Ports.Choose(Address, given, "--http-port")]
        : Enumerable.Range(CoordinatorOptions.DefaultHttpPort, HttpPortsTried)
            .Prepend(last ?? CoordinatorOptions.DefaultHttpPort)
            .Where(port => port != ClusterPort && Ports.IsFree(Address, port))
            .Append(0).Select(port => port == 0 ? Ports.Choose(Address, 0, "--http-port") : port);

    private static IEnumerable<string> Known(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? [] : [address.ToString()];

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
            throw new BadInputException(
                $"--host: '{name}' is not known as a name of any machine: give a name or address under which agents reach this one.");
        }
    }
}
