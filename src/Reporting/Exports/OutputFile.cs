using Sweep.Files;

namespace Sweep.Reporting.Exports;

/// <summary>
/// Writes where a person said: a plain file is either whole or as it was before (written beside its place, then renamed into it), a link
/// stays and the file that it points to is replaced, and into a device, a pipe or an open descriptor the content flows.
/// </summary>
internal static class OutputFile
{
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation = default) =>
#pragma warning disable VSTHRD002 // What is written here is written at once: the task has ended when it is there.
        WriteAsync(path, stream => { write(stream); return Task.CompletedTask; }, cancellation).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002

    public static void WriteText(string path, string text, CancellationToken cancellation = default) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)), cancellation);

    /// <param name="cancellation">Ends the wait for somebody who reads from a pipe.</param>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public static Task WriteAsync(
        string path, Func<Stream, Task> write, CancellationToken cancellation = default) => OutputPlace.Of(path) switch
        {
            { IsPlain: true } place => Replace(place.Path, write),
            var place => Fill(place, write, cancellation),
        };

    private static async Task Replace(string path, Func<Stream, Task> write)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (File.Exists(folder))
            throw new IOException($"{folder} is no folder; name one.");
        Directory.CreateDirectory(folder);
        // Whoever wrote it can have it written again.
        await WholeFile.WriteAsync(path, write);
    }

    /// <summary>
    /// Nothing flows before all of it is there: formats that go back in their file are made in memory, and a failure writes nothing.
    /// </summary>
    private static async Task Fill(OutputPlace place, Func<Stream, Task> write, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await write(content);
        // Opening a pipe waits for its reader, and nothing but a thread of its own can be left waiting.
        await Task.Run(() =>
        {
            using var stream = place.Open();
            content.WriteTo(stream);
        }, cancellation).WaitAsync(cancellation);
    }
}
