namespace Sweep.GpuAgent.Programs;

/// <summary>Where a program finds what it works with, and leaves what it makes.</summary>
/// <param name="Code">The folder with its code, read-only and shared by all of its runs on this machine; null where it has none.</param>
/// <param name="Work">The slot's own folder, made anew for each run.</param>
/// <param name="Data">Where datasets are kept.</param>
internal sealed record ProgramPlaces(string? Code, string Work, string Data)
{
    /// <summary>What the program makes besides, gone after its end.</summary>
    public string Scratch => Path.Combine(Work, "scratch");

    public string Checkpoint => Path.Combine(Work, "checkpoint");
    public string Parameters => Path.Combine(Work, "parameters.json");

    /// <summary>What the setup makes, kept beside the code; null where there is none.</summary>
    public string? Setup => Code is null ? null : Code + ".setup";

    /// <summary>The program's current folder.</summary>
    public string Home => Code ?? Scratch;
}
