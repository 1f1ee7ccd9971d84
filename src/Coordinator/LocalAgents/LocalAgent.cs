using System.Diagnostics;
using System.Globalization;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.LocalAgents;

/// <summary>What the local agent is started with.</summary>
/// <param name="Home">Of the coordinator, which the agent joins when it is told that it answers.</param>
/// <param name="Slots">Null lets the agent decide: one a GPU, else one a core.</param>
internal sealed record LocalAgentOrder(string Program, Home Home, int? Slots, string? Data)
{
    /// <summary>What is to be trained, so that trainers are there by then; null where that is not known.</summary>
    public ExpectedRuns? Expected { get; init; }

    private const string Suffix = "-local";

    public static string Name => NameOn(Environment.MachineName);

    /// <summary>The same for every start on one machine, and one that the coordinator takes whatever the machine is called.</summary>
    internal static string NameOn(string machine)
    {
        var name = Names.AgentFor(machine.ToLowerInvariant());
        return name[..Math.Min(name.Length, Names.Longest - Suffix.Length)] + Suffix;
    }

    public IEnumerable<string> Arguments =>
    [
        "--join", Home.Folder, "--name", Name, "--home", Home.LocalAgent, "--exit-with-parent",
        .. Slots is { } slots ? ["--slots", slots.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        .. Data is { } data ? ["--data", Path.GetFullPath(data)] : Array.Empty<string>(),
    ];
}

/// <summary>
/// One life of the agent's process. Its stdin is a pipe that this process holds: when this process ends, in whatever way, the pipe
/// closes and the agent ends too.
/// </summary>
internal sealed class LocalAgent : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);
    private const int LinesKept = 12;

    private readonly Process process;
    private readonly ChildLog log;
    private readonly LastLines lastWords = new(LinesKept);

    private LocalAgent(Process process, ChildLog log) => (this.process, this.log) = (process, log);

    public int ExitCode => process.ExitCode;

    /// <summary>The last lines that the agent wrote to stderr.</summary>
    public IReadOnlyList<string> LastWords => lastWords.Taken;

    /// <summary>It joins without being asked for anything: its keys are made from the home's authority, which this user has.</summary>
    /// <param name="up">Completes when the coordinator answers.</param>
    public static LocalAgent Start(LocalAgentOrder order, Task up)
    {
        MakeKeys(order.Home);
        Directory.CreateDirectory(order.Home.Logs);
        var log = new ChildLog(Path.Combine(order.Home.Logs, "local-agent.txt"));
        var process = new Process { StartInfo = AgentProgram.StartInfo(order.Program, order.Arguments) };
        var agent = new LocalAgent(process, log);
        process.OutputDataReceived += (_, line) => agent.Keep(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => agent.Keep(line.Data, isError: true);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (order.Expected is { } expected)
            agent.Say(ParentWords.Of(expected));
        _ = up.ContinueWith(
            _ => agent.Say(ParentWords.CoordinatorIsUp), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return agent;
    }

    private void Say(string word)
    {
        try
        {
            process.StandardInput.WriteLine(word);
            process.StandardInput.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended; whoever waits for that starts another.
        }
    }

    public Task Ended(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>
    /// Asks the agent to end by closing its stdin; kills it, trainers included, where it takes too long or there is no time.
    /// </summary>
    public async Task End(bool atOnce)
    {
        if (process.HasExited)
            return;
        if (!atOnce)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(Grace);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await End(atOnce: true);
        process.Dispose();
        log.Dispose();
    }

    private static void MakeKeys(Home home)
    {
        var now = WallClock.OfThisProcess.GetUtcNow();
        using var authority = new AuthorityFiles(home.Keys).LoadOrMake(now);
        using var made = AgentCertificates.Make(authority, new(Path.Combine(home.LocalAgent, "keys")), LocalAgentOrder.Name, now);
    }

    private void Keep(string? line, bool isError)
    {
        if (line is null)
            return;
        if (isError)
            lastWords.Add(line);
        log.Add(line);
    }
}
