using Sweep.Coordinator.Cli.Programs;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>Submits a sweep, and asks before trials that have results leave its grid.</summary>
/// <param name="yes">Whether the person has said so beforehand.</param>
/// <param name="sameCodeIsFine">See <see cref="PinnedCode"/>.</param>
internal sealed class Submitting(Shell shell, Terminal terminal, bool yes, bool sameCodeIsFine = false)
{
    /// <inheritdoc cref="Submit(ICommands, SweepSpec, string, CancellationToken)"/>
    public async Task<SubmitView> Submit(ICoordinator coordinator, Grid grid, CancellationToken cancellation) => await Submit(
        coordinator,
        grid.Code is { } code
            ? await new PinnedCode(terminal, sameCodeIsFine).Of(coordinator, grid.Spec, code, cancellation)
            : grid.Spec,
        grid.Source, cancellation);

    /// <exception cref="BadInputException">Trials with results would leave the grid, and nobody said that they may.</exception>
    public async Task<SubmitView> Submit(ICommands coordinator, SweepSpec spec, string source, CancellationToken cancellation)
    {
        try
        {
            return await coordinator.Submit(spec, source, yes, cancellation);
        }
        catch (UnconfirmedException question)
        {
            if (shell.Keyboard is not { } keyboard || terminal.Json)
                throw new BadInputException(
                    $"{question.Message} Nothing was changed: to go on run it with --yes, or give the new grid another name.");
            terminal.Say($"{question.Message} Go on? y or n");
            if (await keyboard(cancellation) is not ('y' or 'Y'))
                throw new BadInputException(
                    "Nothing was changed: the sweep goes on with the grid that it had, and the new grid can have another name.");
            return await coordinator.Submit(spec, source, confirmed: true, cancellation);
        }
    }
}
