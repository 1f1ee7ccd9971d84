using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Sweep.Coordinator.Homes;
using Sweep.Protocol.Keys;

namespace Sweep.Benchmarks.Restart;

/// <summary>A real <c>sweep serve</c> process, with the time it took to be ready and the memory it took.</summary>
internal sealed class ServedCoordinator : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Process process;
    private readonly long began;
    private readonly Home home;

    private ServedCoordinator(Process process, long began, Home home) => (this.process, this.began, this.home) = (process, began, home);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(began);

    public CoordinatorAddress Address { get; private set; } = null!;

    /// <summary>From the process's start to the first answer of <c>/health</c>.</summary>
    public TimeSpan Healthy { get; private set; }

    /// <summary>Of all processors, so far: says more than the clock where a machine is busy with other things.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The most memory it ever had in RAM, in bytes.</summary>
    public long PeakBytes => Memory("VmHWM");

    public static async Task<ServedCoordinator> Start(Home home)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Coordinator", new DirectoryInfo(AppContext.BaseDirectory).Name, "sweep.dll");
        var (http, cluster) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet", [program, "serve", "--home", home.Folder, "--port", Text(cluster), "--http-port", Text(http)])
        {
            RedirectStandardOutput = true,
        };
        var began = Stopwatch.GetTimestamp();
        var served = new ServedCoordinator(Process.Start(start)!, began, home);
        served.process.OutputDataReceived += (_, _) => { };
        served.process.BeginOutputReadLine();
        await served.BecomeHealthy(http);
        return served;
    }

    /// <summary>Completed when the process is over, in whatever way.</summary>
    public Task Ended() => process.WaitForExitAsync();

    /// <summary>As a power cut would: nothing is closed.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }

    private async Task BecomeHealthy(int http)
    {
        HttpClient? client = null;
        while (Healthy == default)
        {
            Check();
            try
            {
                // The keys of a new home are made before it listens.
                if (client is null && File.Exists(new AuthorityFiles(home.Keys).Certificate))
                    client = new(CoordinatorHandler.For(new(
                        X509CertificateLoader.LoadCertificateFromFile(new AuthorityFiles(home.Keys).Certificate), TimeProvider.System)));
                if (client is not null)
                {
                    using var answer = await client.GetAsync(new Uri($"https://127.0.0.1:{http}/health"));
                    Healthy = Elapsed;
                    continue;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
            await Task.Delay(5);
        }
        client?.Dispose();
        while (CoordinatorFile.Read(home) is not { } address || address.Pid != process.Id || (Address = address) is null)
        {
            Check();
            await Task.Delay(5);
        }
    }

    private void Check()
    {
        if (process.HasExited)
            throw new InvalidOperationException($"sweep serve ended with {process.ExitCode}.");
        if (Elapsed > Patience)
            throw new TimeoutException($"sweep serve was not ready within {Patience}.");
    }

    private long Memory(string what)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(what, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
