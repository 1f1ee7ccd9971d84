using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Dashboard;

/// <summary>The body of <c>POST /api/file</c>.</summary>
/// <param name="Source">The text of a sweep file.</param>
internal sealed record FileRequest(string Source);

/// <summary>A sweep file that was read.</summary>
/// <param name="Spec">To be previewed or submitted.</param>
/// <param name="Notes">What a person is told before, one sentence each.</param>
internal sealed record FileAnswer(SweepSpec Spec, ImmutableArray<string> Notes)
{
    /// <summary>How errors name the file.</summary>
    private const string Name = "The file";

    /// <summary>Reads the text as the command line reads a file.</summary>
    /// <param name="known">The sweep of a name, as it was submitted last; null where there is none.</param>
    /// <exception cref="BadInputException">It cannot be read, or needs files that are where the person is.</exception>
    public static FileAnswer Of(string source, Func<string, SweepSpec?> known)
    {
        var spec = SweepFile.Parse(source, Name);
        var notes = ImmutableArray.CreateBuilder<string>();
        if (spec.Program is { Folder: not CodeFolder.None } program)
        {
            if (known(spec.Name)?.Program?.Code is not { } code)
                throw new BadInputException(
                    "The sweep's program lies in a folder of your machine, which a page cannot take along: submit the file there with " +
                    "`sweep submit`, or write experiment.folder: none where the program needs no folder.");
            spec = spec with { Program = program with { Code = code } };
            notes.Add($"{spec.Name} goes on with the code that it was submitted with.");
        }
        if (Sampling.Trials(spec).Merged is > 0 and var merged)
            notes.Add($"{Counted.Of(merged, "trial")} equal to others {(merged == 1 ? "was" : "were")} merged.");
        if (FullBatches.Note(spec) is { } note)
            notes.Add(note);
        return new(spec, notes.ToImmutable());
    }
}
