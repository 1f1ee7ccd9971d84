namespace Sweep.Coordinator.Reporting.Exports;

/// <summary>Files that are either whole or as they were before: written beside their place, then renamed into it.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> write) =>
        WriteAsync(path, stream => { write(stream); return Task.CompletedTask; }).GetAwaiter().GetResult();

    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        var whole = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        var beside = $"{whole}.{Environment.ProcessId}.tmp";
        try
        {
            await using (var stream = new FileStream(beside, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
                await write(stream);
            File.Move(beside, whole, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
