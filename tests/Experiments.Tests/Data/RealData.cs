namespace Sweep.Experiments.Tests.Data;

/// <summary>Real CIFAR-10 for tests, where there is one: SWEEP_DATA, or a folder shared/data beside the checkout.</summary>
internal static class RealData
{
    public static string? Folder()
    {
        var candidates = new List<string?> { Environment.GetEnvironmentVariable("SWEEP_DATA") };
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            candidates.Add(Path.Combine(at.FullName, "shared", "data"));
        return candidates.FirstOrDefault(folder => folder is not null && Directory.Exists(Path.Combine(folder, "cifar-10-batches-bin")));
    }
}
