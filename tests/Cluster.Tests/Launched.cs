using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Sweep.Cluster.Tests;

/// <summary>A real process of one of the programs, with all it wrote, and with signals.</summary>
internal sealed partial class Launched : IDisposable
{
    /// <summary>Far beyond what anything here takes, on a machine with other work too; reached only by a failure.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whoever starts the tests in the background (nohup, a shell's &amp;) ignores these signals, and every child would inherit that.
    /// </summary>
    private static readonly string[] WithSignals = ["env", "--default-signal=INT,QUIT,HUP,TERM"];

    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly Process process;

    private Launched(Process process) => this.process = process;

    public int Id => process.Id;
    public string Output { get { lock (output) return output.ToString(); } }
    public string Error { get { lock (error) return error.ToString(); } }

    public static Launched Start(string program, string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        Start([], program, folder, environment, arguments);

    /// <param name="through">A command that runs the program in its own place, <c>ip netns exec</c> for instance: the process id is the program's.</param>
    public static Launched Start(
        IReadOnlyList<string> through, string program, string folder, IReadOnlyDictionary<string, string>? environment, IReadOnlyList<string> arguments)
    {
        string[] command = [.. WithSignals, .. through, "dotnet", program, .. arguments];
        var start = new ProcessStartInfo(command[0]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var launched = new Launched(new Process { StartInfo = start });
        launched.process.OutputDataReceived += (_, line) => Keep(launched.output, line.Data);
        launched.process.ErrorDataReceived += (_, line) => Keep(launched.error, line.Data);
        launched.process.Start();
        launched.process.BeginOutputReadLine();
        launched.process.BeginErrorReadLine();
        return launched;
    }

    /// <summary>Waits for the end and returns the exit code; everything written has been read by then.</summary>
    public async Task<int> Ended()
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"still running after {Patience}\n{Said}");
        }
        return process.ExitCode;
    }

    /// <summary>Waits until <paramref name="condition"/> holds; fails at once when the process ends before.</summary>
    public async Task Until(Func<bool> condition, string what)
    {
        var began = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(process.HasExited, $"ended before {what}\n{Said}");
            Assert.True(began.Elapsed < Patience, $"waited {Patience} for {what}\n{Said}");
#pragma warning disable RS0030 // Another process tells nobody.
            await Task.Delay(20);
#pragma warning restore RS0030
        }
    }

    public bool HasEnded => process.HasExited;

    public void Interrupt() => Signal(Id, 2);

    public void KillHard() => Signal(Id, 9);

    /// <summary>
    /// Stops processes at a moment at which <paramref name="condition"/> holds, however late this test comes to look: where they have gone
    /// on too far meanwhile, they go on to the next such moment.
    /// </summary>
    /// <param name="processes">Which; asked when the moment is there.</param>
    public async Task<Frozen> Freeze(Func<IReadOnlyList<int>> processes, Func<bool> condition, string what)
    {
        while (true)
        {
            await Until(condition, what);
            var frozen = new Frozen(processes());
            if (condition())
                return frozen;
            frozen.Thaw();
        }
    }

    /// <summary>All living descendants whose command line contains <paramref name="words"/> in order.</summary>
    public IReadOnlyList<int> Descendants(string words)
    {
        var parents = Directory.GetDirectories("/proc").Select(d => Path.GetFileName(d)).Where(n => int.TryParse(n, out _))
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToDictionary(p => p, ParentOf);
        return [.. parents.Keys.Where(p => Ancestors(p).Contains(Id) && CommandLine(p).Contains(words, StringComparison.Ordinal))];

        IEnumerable<int> Ancestors(int p)
        {
            for (var seen = 0; seen < 64 && parents.TryGetValue(p, out var parent) && parent > 1; seen++, p = parent)
                yield return parent;
        }
    }

    public static void Signal(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    /// <summary>For a process that may have ended.</summary>
    public static void TrySignal(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Waits until none of the processes is left.</summary>
    public static async Task Gone(IReadOnlyList<int> processes)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (processes.Any(process => Directory.Exists($"/proc/{process}")))
#pragma warning disable RS0030 // Another process tells nobody.
            await Task.Delay(20, deadline.Token);
#pragma warning restore RS0030
    }

    public string Said => $"--- stdout\n{Output}\n--- stderr\n{Error}";

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
