namespace Sweep.Shared;

/// <summary>The folder that these tests were built in, for what is held about sources, documents and approved texts.</summary>
internal static class Checkout
{
    public static string Root { get; } = Above(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Every file below <paramref name="folder"/> whose name matches, relative to the root, in an order of its own.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string Above(DirectoryInfo? at) => at is null
        ? throw new DirectoryNotFoundException("The tests run inside the checkout.")
        : File.Exists(Path.Combine(at.FullName, "Sweep.sln")) ? at.FullName : Above(at.Parent);
}
