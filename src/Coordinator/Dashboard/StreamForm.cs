namespace Sweep.Coordinator.Dashboard;

/// <summary>How much the status says in a page's stream.</summary>
internal enum StreamForm
{
    /// <summary>As it is answered everywhere: each run in training among those that are, and at its slot.</summary>
    Whole,

    /// <summary>Each run in training at its slot alone: half the bytes of a large lab.</summary>
    RunsAtSlots,
}
