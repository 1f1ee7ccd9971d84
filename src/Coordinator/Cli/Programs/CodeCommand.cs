using System.CommandLine;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Coordinator.Cli.Programs;

/// <summary><c>sweep code TRIAL --out DIR</c>: the code that a trial is trained with, as it was when its sweep was submitted.</summary>
internal static class CodeCommand
{
    private sealed record CodeDocument(string Sweep, TrialId Trial, string Sha256, string Folder, CodeOrigin? Origin);

    public static Command Create(Shell shell)
    {
        var trial = TrialArgument.Required();
        var sweep = TrialArgument.Sweep();
        var place = new Option<string>("--out")
        {
            Description = "The folder to make; one that is there must be empty.",
            HelpName = "folder",
            Required = true,
        };
        var command = new Command("code", "Write the code that a trial is trained with into a folder.") { trial, sweep, place };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
            var record = await answers.Queries.Record(parsed.GetValue(sweep), cancellation);
            var row = TrialArgument.Find(record, parsed.GetRequiredValue(trial));
            TrialArgument.Explain(terminal, record, parsed.GetRequiredValue(trial));
            var folder = Path.GetFullPath(parsed.GetRequiredValue(place));
            if (record.Spec.Program is not { Code: { } code } program)
                throw new BadInputException(record.Spec.Program is null
                    ? $"Trial {row.Trial} of {record.Spec.Name} is trained by the built-in network, which has no code but Sweep's own."
                    : $"The program of {record.Spec.Name} has no folder of its own: it is what the agents have of it.");
            await Write(answers.Queries, record.Spec.Name, code, folder, cancellation);
            if (terminal.Json)
                terminal.WriteJson(new CodeDocument(record.Spec.Name, row.Trial, code, folder, program.Origin));
            else
                terminal.Answer($"The code of trial {row.Trial} of {record.Spec.Name} is in {folder}{From(program.Origin)}.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <exception cref="BadInputException">It is not to be had, or the folder not to be made.</exception>
    public static async Task Write(IQueries queries, string sweep, string code, string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            NamedOutput.Write("--out", folder, () => Directory.Delete(folder));
        if (Path.Exists(folder))
            throw new BadInputException($"--out {folder} is there already and not empty; name another folder.");
        await using var content = await queries.Checkpoint(code, cancellation)
            ?? throw new BadInputException(
                $"The code of {sweep} ({code[..12]}) is not in its home any more; `sweep verify` says what else is missing there.");
        var around = Directory.CreateTempSubdirectory("sweep-code-");
        try
        {
            var archive = Path.Combine(around.FullName, "code.tar");
            await using (var file = File.Create(archive))
                await content.CopyToAsync(file, cancellation);
            if (Sha256Name.OfFile(archive) != code)
                throw new BadInputException($"The code of {sweep} arrived damaged; try again.");
            NamedOutput.Write("--out", folder, () => FolderArchive.Unpack(archive, folder));
        }
        finally
        {
            around.Delete(recursive: true);
        }
    }

    /// <summary>Where the code came from, behind what says which it is; empty where git did not know.</summary>
    public static string From(CodeOrigin? origin) => origin is null ? ""
        : $", from commit {origin.Commit[..Math.Min(12, origin.Commit.Length)]}{(origin.Dirty ? " with changes" : "")}";
}
