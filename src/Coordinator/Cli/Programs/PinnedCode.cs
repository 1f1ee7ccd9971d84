using Sweep.Coordinator.Questions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Sweeps;
using Sweep.Files;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Programs;

/// <summary>
/// A sweep keeps the code that it was submitted with, so that its results mean one thing: where the folder has changed since, whoever
/// submits it again says whether that code is meant.
/// </summary>
/// <param name="sameCodeIsFine">Whether the sweep goes on with the code that it has, whatever the folder holds.</param>
internal sealed class PinnedCode(Terminal terminal, bool sameCodeIsFine)
{
    public const string Option = "--same-code-is-fine";

    private const int MostNamed = 5;

    /// <summary>The spec to be submitted, whose code the coordinator has when this returns.</summary>
    /// <exception cref="BadInputException">The code has changed, and nobody said which is meant.</exception>
    public async Task<SweepSpec> Of(ICoordinator coordinator, SweepSpec spec, PackedCode code, CancellationToken cancellation)
    {
        if ((await coordinator.Preview(spec, cancellation)).PinnedCode is { } pinned)
        {
            if (!sameCodeIsFine)
                throw new BadInputException(
                    $"{await Changed(coordinator, spec.Name, pinned, code, cancellation)}: give the sweep another name, "
                        + $"go on with the code that it was submitted with by {Option}, "
                        + $"or leave out what is no code by {CodeFolder.IgnoreFile}.");
            terminal.Say($"{spec.Name} goes on with the code that it was submitted with.");
            return spec with { Program = spec.Program! with { Code = pinned } };
        }
        await using (var there = await coordinator.Checkpoint(code.Packed.Sha256, cancellation))
        {
            if (there is not null)
                return spec;
        }
        await using var archive = File.OpenRead(code.Archive);
        await coordinator.PutCode(code.Packed.Sha256, archive, cancellation);
        return spec;
    }

    /// <summary>That it has changed, and in which files, as far as the code is to be had that it was.</summary>
    public static async Task<string> Changed(
        IQueries queries, string sweep, string pinned, PackedCode code, CancellationToken cancellation)
    {
        var changed = $"The code of sweep '{sweep}' has changed since it was submitted";
        await using var before = await queries.Checkpoint(pinned, cancellation);
        if (before is null)
            return changed;
        await using var now = File.OpenRead(code.Archive);
        var names = FolderArchive.Differences(before, now);
        return $"{changed} ({string.Join(", ", names.Take(MostNamed))}"
            + $"{(names.Count > MostNamed ? $" and {Counted.Of(names.Count - MostNamed)} more" : "")})";
    }
}
