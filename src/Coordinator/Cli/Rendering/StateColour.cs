using Spectre.Console;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Cli.Rendering;

internal static class StateColour
{
    public static Style Of(TrialState state) => state switch
    {
        TrialState.Completed => Style.Plain,
        TrialState.Diverged => new Style(Color.Yellow),
        TrialState.Failed => new Style(Color.Red),
        _ => new Style(Color.Grey),
    };
}
