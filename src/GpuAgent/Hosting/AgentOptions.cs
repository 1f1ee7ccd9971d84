using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Joining;
using Sweep.Protocol.Hosting;

namespace Sweep.GpuAgent.Hosting;

/// <summary>Options of an agent, checked.</summary>
/// <param name="Join">The coordinator, by its <c>host:port</c>, by its home on this machine, or by a line to join by.</param>
/// <param name="Host">The address that this agent is reached at; null is the one that routes to the coordinator.</param>
/// <param name="Bind">The address that it listens on; null is <paramref name="Host"/>.</param>
/// <param name="Port">Null is the first free one from <see cref="FirstPort"/> on; 0 any free one.</param>
/// <param name="ExitWithParent">Whether the end of stdin ends the agent, and Ctrl-C is its parent's to handle.</param>
/// <param name="Nice">See <see cref="Trainers.TrainerCommand.Nice"/>.</param>
/// <param name="BuiltInOnly">Whether it runs no programs of others.</param>
/// <param name="Until">When the machine is to be free again; null where nobody has said so.</param>
internal sealed record AgentOptions(
    JoinOrder Join, string Name, SlotWish Slots, string Home, string? Data,
    string? Host, string? Bind, int? Port, bool ExitWithParent, TimeSpan Stall, DateTimeOffset? Until = null, int? Nice = null,
    bool BuiltInOnly = false)
{
    public const int FirstPort = 4054;
    private const int LastPort = 4153;

    /// <summary>Checks <c>host:port</c>, of which the port may be left out, or the folder of a home.</summary>
    public static CoordinatorName CheckedJoin(string text)
    {
        if (CoordinatorName.IsHome(text))
            return Directory.Exists(text)
                ? new(Path.GetFullPath(text))
                : throw new BadInputException(
                    $"--join {text} is no folder of this machine; give the coordinator's home, or its host:port.");
        var colon = text.LastIndexOf(':');
        var (host, port) = colon < 0 ? (text, DefaultPort) : (text[..colon], text[(colon + 1)..]);
        return host.Length > 0 && Uri.CheckHostName(host) is not UriHostNameType.Unknown && IsPort(port)
            ? new($"{host}:{port}")
            : throw new BadInputException(
                $"--join {text} is no address of a coordinator; write host:port, for instance lab-server:{DefaultPort}.");
    }

    /// <summary>
    /// The name that was given, or one made from the machine's own. What a name may not have becomes a dash, so that the agents of a script
    /// go to work under a name that can be printed and typed.
    /// </summary>
    /// <param name="say">Told in a sentence when the name is not the one that was given.</param>
    /// <exception cref="BadInputException">It has no letter or digit.</exception>
    public static string CheckedName(string? given, string machine, Action<string> say)
    {
        if (given is null)
            return Names.AgentFor(machine);
        if (!given.Any(char.IsLetterOrDigit))
            throw new BadInputException(
                $"--name '{Texts.Plain(given)}' {Names.AgentRule}; "
                    + $"write for instance --name {Names.AgentFor(machine)}, or leave it out.");
        var name = Names.AgentFor(given);
        if (name != given)
            say($"--name '{Texts.Plain(given)}' {Names.AgentRule}; this agent is called {name}.");
        return name;
    }

    /// <summary>An option that is there but empty means something that nobody can guess.</summary>
    public static string? NotEmpty(string option, string? text, string example) => text is { Length: 0 }
        ? throw new BadInputException($"{option} is empty; write for instance {option} {example}, or leave it out.")
        : text;

    /// <summary>The address that this machine has towards the coordinator. Nothing is sent for it.</summary>
    public static string AddressTowards(string join)
    {
        var host = join[..join.LastIndexOf(':')];
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(host, 1);
        return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
    }

    /// <summary>
    /// A port that can be listened on at <paramref name="address"/>. It stays the agent's for as long as its process lives.
    /// </summary>
    public static int FreePort(string address, int? asked)
    {
        if (asked is { } port and > 0)
            return TryListen(address, port)
                ?? throw new BadInputException($"Port {port} on {address} is occupied; give another with --port.");
        var candidates = asked is 0 ? [0] : Enumerable.Range(FirstPort, LastPort - FirstPort + 1).Append(0);
        return candidates.Select(candidate => TryListen(address, candidate)).FirstOrDefault(free => free is not null)
            ?? throw new BadInputException($"No port can be listened on at {address}; give an address of this machine with --host.");
    }

    private static string DefaultPort => ClusterSettings.DefaultPort.ToString(CultureInfo.InvariantCulture);

    private static bool IsPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    private static int? TryListen(string address, int port)
    {
        try
        {
            var ip = IPAddress.TryParse(address, out var parsed) ? parsed : Dns.GetHostAddresses(address)[0];
            using var listener = new TcpListener(ip, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return null;
        }
        catch (SocketException e)
        {
            throw new BadInputException($"{address} cannot be listened on ({e.Message}); give an address of this machine with --host.");
        }
    }
}
