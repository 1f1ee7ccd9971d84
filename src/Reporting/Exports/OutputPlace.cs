using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Sweep.Reporting.Exports;

/// <summary>What stands where something is to be written, links followed.</summary>
/// <param name="Path">The full path of what the last link points to.</param>
/// <param name="IsPlain">A file, or nothing yet; not a device, a pipe or an open descriptor.</param>
/// <param name="Descriptor">Which of this process's open descriptors the path names, as <c>/dev/stdout</c> does; null for other
/// places.</param>
internal sealed partial record OutputPlace(string Path, bool IsPlain, int? Descriptor)
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;
    private const int MostLinks = 40;

    /// <summary>Whether the content goes to where the command prints, so that nothing else may be printed there.</summary>
    public bool IsStandardOutput => Descriptor == StandardOutput;

    /// <summary>Whether something other than a file or a folder stands there.</summary>
    public static bool IsStream(string path) => !Directory.Exists(path) && !Of(path).IsPlain;

    /// <exception cref="IOException">The path is a folder, or a circle of links.</exception>
    public static OutputPlace Of(string path)
    {
        var at = System.IO.Path.GetFullPath(path);
        for (var links = 0; ; links++)
        {
            if (DescriptorOf(at) is { } descriptor)
                return new(at, false, descriptor);
            if (new FileInfo(at).LinkTarget is not { } target)
                break;
            if (links == MostLinks)
                throw new IOException("its links go in a circle.");
            at = System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName(at)!);
        }
        if (Directory.Exists(at))
            throw new IOException("it is a folder; name a file.");
        return new(at, !File.Exists(at) || FileKind.IsPlain(at), null);
    }

    public Stream Open() => Descriptor switch
    {
        null => new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0),
#pragma warning disable RS0030 // The person named it as the place of the file.
        StandardOutput => Console.OpenStandardOutput(),
        StandardError => Console.OpenStandardError(),
#pragma warning restore RS0030
        { } other => new FileStream(new SafeFileHandle(other, ownsHandle: false), FileAccess.Write, bufferSize: 0),
    };

    private static int? DescriptorOf(string path) => DescriptorPath().Match(path) is { Success: true } match
        && (match.Groups["process"].Value is var process
            && (process is "" or "self" || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)))
            ? int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)
            : null;

    [GeneratedRegex("^(?:/dev|/proc/(?<process>self|[0-9]+))/fd/(?<number>[0-9]{1,6})$")]
    private static partial Regex DescriptorPath();

    /// <summary>.NET tells no device from a file, hence libc.</summary>
    private static class FileKind
    {
        private const int CurrentFolder = -100;
        private const uint TypeAndMode = 1;
        private const int SizeOfAnswer = 256;
        private const int ModeAt = 28;
        private const int TypeBits = 0xF000;
        private const int Regular = 0x8000;

        public static bool IsPlain(string path)
        {
            if (!OperatingSystem.IsLinux())
                return true;
            var answer = new byte[SizeOfAnswer];
            return Statx(CurrentFolder, path, 0, TypeAndMode, answer) == 0
                ? (BitConverter.ToUInt16(answer, ModeAt) & TypeBits) == Regular
                : throw new IOException($"{Marshal.GetLastPInvokeErrorMessage()}.");
        }

        [DllImport("libc", EntryPoint = "statx", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Statx(
            int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);
    }
}
