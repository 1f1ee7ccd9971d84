using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sweep.Benchmarks.Peers;

/// <summary>The same trials by Sweep, or by one of the scripts of this folder: each installs what it needs, runs them, and reads their results.</summary>
internal static class PeerTrials
{
    public const string Ours = "Sweep";

    /// <summary>As root, from Debian.</summary>
    public static void Install(string one) => Said("bash", Script(one), "install");

    /// <summary>From the first process to the last one's end, or what who starts daemons of his own says.</summary>
    /// <param name="one"><see cref="Ours"/>, or a script's name.</param>
    /// <param name="sweep">Sweep's launcher, or its <c>.dll</c>.</param>
    /// <param name="length">Seconds of each trial.</param>
    /// <exception cref="InvalidOperationException">It failed, or a result is missing or wrong.</exception>
    public static double Seconds(string one, string sweep, int trials, double length, int slots)
    {
        var folder = Directory.CreateTempSubdirectory("sweep-peers-").FullName;
        try
        {
            string[] words = [.. new IFormattable[] { trials, length, slots }.Select(word => word.ToString(null, CultureInfo.InvariantCulture))];
            var began = Stopwatch.GetTimestamp();
            var said = one == Ours ? Swept(sweep, folder, trials, words[1], words[2]) : Said("bash", [Script(one), "run", .. words, folder]);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            // Who starts daemons of his own says himself what the trials took.
            if (said.Split('\n').FirstOrDefault(line => line.StartsWith("seconds: ", StringComparison.Ordinal)) is { } told)
                seconds = double.Parse(told["seconds: ".Length..], CultureInfo.InvariantCulture);
            var results = one == Ours
                ? Said(sweep, "results", "--home", Home(folder), "--columns", "seed, f1", "--format", "csv").Split('\n').Skip(1)
                : Said("bash", Script(one), "results", folder).Split('\n');
            var right = results.Select(line => line.Trim().Split(',')).Where(line => line.Length == 2 && line[0] == line[1]).Select(line => line[0]);
            var read = right.Distinct().Count();
            return read == trials ? seconds : throw new InvalidOperationException($"{one}: {read} of {trials} results are there and right");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Swept(string sweep, string folder, int trials, string length, string slots)
    {
        var file = Path.Combine(folder, "peers.yaml");
        File.WriteAllText(file, $$"""
            name: peers
            experiment: { command: [sh, '{{Script("trial.sh")}}', '{{length}}', '{seed}'], folder: none }
            space: { seed: { integers: [1, {{trials}}] } }
            objective: { maximize: f1 }
            """);
        return Said(sweep, "run", file, "--quiet", "--home", Home(folder), "--slots", slots);
    }

    private static string Home(string folder) => Path.Combine(folder, "home");

    public static string Checkout() => History.Checkout() ?? throw new InvalidOperationException("There is no checkout around this program.");

    private static string Script(string name) =>
        Path.Combine(Checkout(), "tests", "Benchmarks", "Peers", Path.HasExtension(name) ? name : $"{name}.bash");

    public static string Said(string program, params string[] arguments)
    {
        string[] words = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program, .. arguments] : [program, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said
            : throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {errors}");
    }
}
