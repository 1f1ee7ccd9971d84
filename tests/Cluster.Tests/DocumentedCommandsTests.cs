using System.Diagnostics;
using Sweep.Documents;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>
/// The commands of the README and of docs/ are typed into bash as they are printed, page by page, in a folder that looks like the one of
/// somebody who read the page before. What is not run, and why, says <see cref="DocumentedCommand.NotRun"/>.
/// </summary>
public sealed class DocumentedCommandsTests(DocumentedCommandsTests.ReadersFolder readers) : IClassFixture<DocumentedCommandsTests.ReadersFolder>
{
    public static TheoryData<string> Pages => [.. DocumentedCommand.Files.Where(file => DocumentedCommand.In(file).Any(command => command.NotRun is null))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task EveryCommandOfThePage_RunsAsPrinted(string page)
    {
        using var place = readers.Copy();
        var problems = new List<string>();
        foreach (var command in Run(page))
        {
            var (code, output, error) = await Bash(place, command.Text);
            if (code != 0 && !IsTheErrorShown(command, code, error))
                problems.Add($"{command}\n  ended with {code}\n{output}{error}");
        }
        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }

    [Fact]
    public async Task Bash_CompletesWhatTheProgramKnows()
    {
        using var place = readers.Copy();
        async Task<string[]> Completed(string line, string word) => (await Bash(place,
            $"source '{Path.Combine(DocumentedCommand.Root, "deploy", "completion.bash")}'; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; _sweep sweep '{word}'; printf '%s\n' \"${{COMPREPLY[@]}}\""))
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["parallel", "parameter"], await Completed("sweep plot par", "par"));
        Assert.Equal(["shapes"], await Completed("sweep best sh", "sh"));
        Assert.Contains("64ae462fa6be42b4", await Completed("sweep trial 64", "64"));
    }

    /// <summary>The examples of how to ask are run in process, one by one and their errors to the letter: of each kind one is enough here.</summary>
    private static IEnumerable<DocumentedCommand> Run(string page)
    {
        var commands = DocumentedCommand.In(page).Where(command => command.NotRun is null);
        return page == "docs/queries.md" ? commands.DistinctBy(command => (command.Text.Split(' ')[1], command.Shown.Count > 0)) : commands;
    }

    /// <summary>A page may show what an error looks like: then it is that error, to the letter.</summary>
    private static bool IsTheErrorShown(DocumentedCommand command, int code, string error) =>
        code == 2 && command.Shown.Count > 0 && string.Join('\n', command.Shown).TrimEnd() == error.TrimEnd();

    private static async Task<(int Code, string Output, string Error)> Bash(Workplace place, string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = place.Folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PATH"] = $"{place.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("SWEEP_HOME");
        using var bash = Process.Start(start)!;
        bash.StandardInput.Close();
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(), bash.StandardError.ReadToEndAsync());
        await bash.WaitForExitAsync();
        return (bash.ExitCode, await output, await error);
    }

    /// <summary>
    /// The two programs, the recipes on few pictures, some pictures, and the home of the tour's sweep: on few pictures, which changes
    /// neither its trials nor their ids.
    /// </summary>
    public sealed class ReadersFolder : IAsyncLifetime
    {
        private readonly Workplace place = new();

        public async ValueTask InitializeAsync()
        {
            using var among = await ProcessPlace.Take();
            Program("sweep", Programs.Sweep);
            Program("sweep-agent", Programs.Agent);
            Directory.CreateDirectory(Path.Combine(place.Folder, "deploy", "sweeps"));
            foreach (var recipe in Directory.GetFiles(Path.Combine(DocumentedCommand.Root, "deploy", "sweeps"), "*.yaml"))
                place.Write($"deploy/sweeps/{Path.GetFileName(recipe)}", OnFewPictures(File.ReadAllLines(recipe)));
            place.Write("shapes.yaml", OnFewPictures(Block(File.ReadAllLines(Path.Combine(DocumentedCommand.Root, "docs", "tour.md")), "```yaml")));
            await place.SweepWell("run", "--name", "grid", "--lr", "1e-3", "--epochs", "1", "--dataset", "shapes10", "--train", "8", "--validation", "8", "--model", "simulated", "--slots", "1");
            await place.SweepWell("run", "shapes.yaml", "--slots", "1");
            foreach (var picture in new[] { "picture.png", "cat.png", "sheet.png" })
                await place.SweepWell("data", "show", "shapes10", "--out", picture, "--count", "1");
            File.Copy(Path.Combine(place.Folder, "cat.png"), Path.Combine(place.Folder, "dog.jpg"));
        }

        internal Workplace Copy()
        {
            var copy = new Workplace();
            foreach (var file in Directory.GetFiles(place.Folder, "*", SearchOption.AllDirectories))
            {
                var to = Path.Combine(copy.Folder, Path.GetRelativePath(place.Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
            return copy;
        }

        public ValueTask DisposeAsync()
        {
            place.Dispose();
            return ValueTask.CompletedTask;
        }

        private static string OnFewPictures(IEnumerable<string> recipe) => string.Join('\n', recipe.Select(line =>
            line.StartsWith("dataset:", StringComparison.Ordinal) ? "dataset: { name: shapes10, train: 32, validation: 16 }" : line));

        private static IEnumerable<string> Block(IEnumerable<string> lines, string fence) =>
            lines.SkipWhile(line => line != fence).Skip(1).TakeWhile(line => line != "```");

        private void Program(string name, string path)
        {
            var script = place.Write(name, $"#!/bin/bash\nexec dotnet '{path}' \"$@\"\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
