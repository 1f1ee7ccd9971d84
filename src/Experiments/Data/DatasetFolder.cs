using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Data;

/// <summary>Where datasets are looked for and kept: the folder of <c>--data</c>, else of SWEEP_DATA, else the user's cache.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Source">Who named it, for errors: <c>--data</c>, <c>SWEEP_DATA</c> or <c>cache</c>.</param>
public sealed record DatasetFolder(string Path, string Source)
{
    public const string Option = "--data";
    public const string Variable = "SWEEP_DATA";
    public const string Cache = "cache";

    /// <summary>A folder that somebody named must have the data; only the cache may be filled without being asked.</summary>
    public bool IsExplicit => Source != Cache;

    public static DatasetFolder Of(string? option) => Of(option, Environment.GetEnvironmentVariable);

    /// <param name="variable">Reads an environment variable.</param>
    internal static DatasetFolder Of(string? option, Func<string, string?> variable)
    {
        if (option is not null)
            return new(System.IO.Path.GetFullPath(option), Option);
        if (Inputs.Variable.Of(Variable, "the folder of the datasets", variable) is { } named)
            return new(System.IO.Path.GetFullPath(named), Variable);
        var cache = variable("XDG_CACHE_HOME") is { Length: > 0 } xdg && System.IO.Path.IsPathRooted(xdg)
            ? xdg
            : System.IO.Path.Combine(
                variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".cache");
        return new(System.IO.Path.Combine(cache, "sweep"), Cache);
    }

    /// <summary>
    /// The folder with CIFAR-10's files: this one or the archive's folder inside it; null where neither has any of them. A folder that has
    /// some is found, so that what is missing can be named.
    /// </summary>
    public string? FindCifar10() => new[] { Path, System.IO.Path.Combine(Path, Cifar10.FolderName) }
        .FirstOrDefault(folder => Cifar10.Files.Any(file => LinkedFile.IsNamed(System.IO.Path.Combine(folder, file))));

    /// <summary>
    /// The folder with the files of CIFAR-10's version for Python: this one or the one of its archive inside it; null where there is none.
    /// </summary>
    private string? FindPythonCifar10() => new[] { Path, System.IO.Path.Combine(Path, Cifar10.PythonFolderName) }
        .FirstOrDefault(folder => LinkedFile.IsNamed(System.IO.Path.Combine(folder, Cifar10.PythonFile)));

    /// <summary>Why CIFAR-10 is not found here, and what to do.</summary>
    public BadInputException NoCifar10() => FindPythonCifar10() is { } python
        ? new($"{python} holds CIFAR-10's version for Python ({Cifar10.PythonFile} and so on), "
            + $"and Sweep reads the binary version ({Cifar10.PythonFile}.bin and so on) of the same pictures; "
            + $"run sweep data fetch{(IsExplicit ? $" --data {Path}" : "")} to download it beside, "
            + "or sweep data fetch cifar-10-binary.tar.gz where you have its archive.")
        : IsExplicit
        ? new($"{Source} names the folder {Path}, which holds no CIFAR-10 "
            + $"(data_batch_1.bin and so on, or a folder {Cifar10.FolderName}); "
            + $"correct it, or run sweep data fetch --data {Path} to download it there.")
        : new($"CIFAR-10 is not in {Path}; run sweep data fetch to download it, or name its folder with {Option} or {Variable}.");
}
