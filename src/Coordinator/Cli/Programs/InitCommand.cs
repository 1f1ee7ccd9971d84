using System.CommandLine;
using System.Reflection;
using Sweep.Experiments.Inputs;
using Sweep.Files;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Coordinator.Cli.Programs;

/// <summary><c>sweep init [python|csharp|shell]</c>: a small example that runs, a sweep file with its program.</summary>
internal static class InitCommand
{
    private const string Prefix = "examples/";

    /// <summary>What one calls them, and the folder of <c>deploy/examples</c> that they are.</summary>
    private static readonly (string Name, string Folder)[] Examples =
        [("python", "python-stdlib"), ("csharp", "csharp-torchsharp"), ("shell", "shell")];

    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private sealed record InitDocument(string Folder, IReadOnlyList<string> Files);

    public static Command Create(Shell shell)
    {
        var kind = new Argument<string>("kind")
        {
            Description = "python (the default, without any package), "
                + "csharp (with TorchSharp, which needs Debian 13 or as new a system) or shell.",
            DefaultValueFactory = _ => Examples[0].Name,
        };
        kind.CompletionSources.Add(Examples.Select(example => example.Name).ToArray());
        var place = new Option<string>("--out")
        {
            Description = "The folder to write into (default: this one).",
            HelpName = "folder",
            DefaultValueFactory = _ => ".",
        };
        var command = new Command("init", "Write a small example of an own program: a sweep file and what it runs.") { kind, place };
        command.SetAction(parsed =>
        {
            var terminal = shell.TerminalFor(parsed);
            var folder = Path.GetFullPath(parsed.GetRequiredValue(place));
            var written = Write(FolderOf(parsed.GetRequiredValue(kind)), folder);
            if (terminal.Json)
                terminal.WriteJson(new InitDocument(folder, written));
            else
            {
                terminal.Answer($"{string.Join(", ", written)} written to {folder}.");
                terminal.Answer($"Next: `sweep run {Path.Combine(parsed.GetRequiredValue(place), "sweep.yaml")}`.");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static string FolderOf(string kind) => Array.Find(Examples, example => example.Name == kind).Folder
        ?? throw new BadInputException(
            $"init '{kind}' {NearestWord.Unknown(kind, [.. Examples.Select(example => example.Name)])}.");

    private static List<string> Write(string example, string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{Prefix}{example}/";
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..]).Order(StringComparer.Ordinal).ToList();
        if (names.FirstOrDefault(name => Path.Exists(Path.Combine(folder, name))) is { } there)
            throw new BadInputException(
                $"{Path.Combine(folder, there)} is there already, and nothing is overwritten; name an empty folder with --out.");
        NamedOutput.Write("--out", folder, () => Directory.CreateDirectory(folder));
        foreach (var name in names)
        {
            using var content = assembly.GetManifestResourceStream(prefix + name)!;
            var file = Path.Combine(folder, name);
            NamedOutput.Write("--out", file, () => WholeFile.Write(file, content.CopyTo));
            if (!OperatingSystem.IsWindows() && name.EndsWith(".sh", StringComparison.Ordinal))
                File.SetUnixFileMode(file, File.GetUnixFileMode(file) | Execute);
        }
        return names;
    }
}
