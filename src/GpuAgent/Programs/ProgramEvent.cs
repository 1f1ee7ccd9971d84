using Sweep.Experiments.Programs;

namespace Sweep.GpuAgent.Programs;

/// <summary>What comes from a program.</summary>
internal abstract record ProgramEvent
{
    private ProgramEvent() { }

    /// <summary>What it takes while it waits.</summary>
    public virtual int Characters => 0;

    /// <param name="At">When it was read, as a timestamp of the system's clock.</param>
    public sealed record Printed(OutputLine Line, bool IsError, long At) : ProgramEvent
    {
        public override int Characters => Line.Text.Length;
    }

    /// <summary>Its first process is over.</summary>
    public sealed record Exited : ProgramEvent;

    /// <summary>One of its two streams is at its end: nothing holds it any more.</summary>
    public sealed record StreamEnded : ProgramEvent;
}
