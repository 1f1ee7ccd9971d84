using System.Diagnostics;
using System.Globalization;

namespace Sweep.Benchmarks;

/// <summary>What benchmarks have measured, one figure a line: <c>tests/Benchmarks/history.csv</c> of the checkout that they were built in.</summary>
internal static class History
{
    private const string Columns = "date,commit,machine,load,benchmark,figure,unit,n,median,spread";

    private const string Forget = "--forget";

    /// <summary>Whether what is measured is appended.</summary>
    private static bool isKept = true;

    /// <summary>The words that a benchmark was started with, less the one by which nothing is appended.</summary>
    public static string[] Obey(string[] words)
    {
        isKept = !words.Contains(Forget);
        return [.. words.Where(word => word != Forget)];
    }

    public static void Show(IReadOnlyList<Figure> figures)
    {
        Console.WriteLine(Figure.Head);
        foreach (var figure in figures)
            Console.WriteLine(figure);
    }

    /// <summary>Shows the figures and appends them, unless they are to be forgotten.</summary>
    /// <param name="load">Of the machine when the first was begun.</param>
    public static void Add(string load, params IReadOnlyList<Figure> figures)
    {
        Show(figures);
        if (!isKept || Checkout() is not { } root)
            return;
        var file = FileIn(root);
        var date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
        var (commit, machine) = (Commit(root), Machine());
        if (!File.Exists(file))
            File.WriteAllText(file, Columns + "\n");
        File.AppendAllLines(file, figures.Select(figure => string.Create(CultureInfo.InvariantCulture,
            $"{date},{commit},{machine},{load},{figure.Benchmark},{Written(figure.Name)},{figure.Unit},{figure.Values.Count},{figure.Median:0.####},{figure.Spread:0.####}")));
    }

    /// <summary>The median that stands last for this figure: of machines like this one, else of any; null where there is none.</summary>
    public static double? Last(Figure figure)
    {
        if (Checkout() is not { } root || !File.Exists(FileIn(root)))
            return null;
        var lines = File.ReadLines(FileIn(root)).Select(line => line.Split(',')).Where(line => line.Length == Columns.Split(',').Length);
        var same = lines.Where(line => line[4] == figure.Benchmark && line[5] == Written(figure.Name)).ToList();
        var last = same.LastOrDefault(line => line[2] == Machine()) ?? same.LastOrDefault();
        return last is null ? null : double.Parse(last[8], CultureInfo.InvariantCulture);
    }

    /// <summary>The machine's load now, over the last minute.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    /// <summary>What the measuring depends on, without telling whose machine it is.</summary>
    public static string Machine()
    {
        var processor = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim().Replace(',', ' ') ?? "unknown";
        return $"{Environment.ProcessorCount} x {processor}";
    }

    /// <summary>The folder of the solution that this was built in; null where it is gone.</summary>
    public static string? Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sweep.sln")))
                return folder.FullName;
        }
        return null;
    }

    private static string FileIn(string root) => Path.Combine(root, "tests", "Benchmarks", "history.csv");

    private static string Written(string name) => name.Replace(',', ';');

    private static string Commit(string root)
    {
        try
        {
            var start = new ProcessStartInfo("git", ["-C", root, "describe", "--always", "--dirty", "--abbrev=9", "--exclude=*"])
            {
                RedirectStandardOutput = true,
            };
            using var git = Process.Start(start)!;
            var said = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? said : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
