using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Hosting;

/// <summary>Finds free ports and explains occupied ones before anything is started.</summary>
internal static class Ports
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The port to use: <paramref name="wanted"/>, or a free one where that is 0.</summary>
    /// <param name="option">The option by which another may be given.</param>
    /// <exception cref="BadInputException">The port is occupied, or the address is not this machine's.</exception>
    public static int Choose(IPAddress address, int wanted, string option)
    {
        try
        {
            return Listen(address, wanted);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new BadInputException($"Port {wanted} is occupied{Holder(wanted)}: stop that, or give another port with {option}.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new BadInputException($"Port {wanted} may not be used by this user: give one above 1023 with {option}.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            throw new BadInputException(
                $"{address} is not an address of this machine: give one of {string.Join(", ", Own())} with --host.");
        }
    }

    /// <summary>Whether the port could be listened on just now.</summary>
    public static bool IsFree(IPAddress address, int port)
    {
        try
        {
            return Listen(address, port) == port;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether something did not start since another process listens where it should.</summary>
    public static bool WasTaken(Exception problem) => problem switch
    {
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => true,
        AggregateException several => several.InnerExceptions.Any(WasTaken),
        { InnerException: { } cause } => WasTaken(cause),
        _ => false,
    };

    /// <summary>Listens for a moment, on a free port where <paramref name="wanted"/> is 0.</summary>
    private static int Listen(IPAddress address, int wanted)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // A port whose last connections are still in their closing wait can be listened on; without this it would look occupied.
        if (!OperatingSystem.IsWindows())
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(address, wanted));
        socket.Listen();
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static IEnumerable<string> Own() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Where(own => own.Address.AddressFamily == AddressFamily.InterNetwork)
        .Select(own => own.Address.ToString());

    /// <summary>The process that listens on the port, as far as the kernel shows it to us; empty where it does not.</summary>
    private static string Holder(int port)
    {
        try
        {
            foreach (var socket in Listening(port))
                foreach (var process in Directory.EnumerateDirectories("/proc")
                    .Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
                    if (Holds(process, $"socket:[{socket}]"))
                        return $" by process {Path.GetFileName(process)} ({File.ReadAllText(Path.Combine(process, "comm")).Trim()})";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Debug.WriteLine(e.Message);
        }
        return " by another process";
    }

    /// <summary>
    /// Kernel numbers of the sockets listening on the port: columns 2 (address), 4 (state, 0A is listening) and 10 of /proc/net/tcp.
    /// </summary>
    private static IEnumerable<string> Listening(int port) =>
        from table in Tables.Where(File.Exists)
        from line in File.ReadLines(table).Skip(1)
        let column = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where column.Length > 9 && column[3] == "0A"
            && column[1].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal)
        select column[9];

    private static bool Holds(string process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
