using Sweep.Experiments.Programs;
using Sweep.Experiments.Sweeps;
using Sweep.Files;

namespace Sweep.Coordinator.Cli.Programs;

/// <summary>The folder of a sweep's program, packed into a file that is gone with this.</summary>
internal sealed class PackedCode : IDisposable
{
    private readonly DirectoryInfo around;

    private PackedCode(string folder, DirectoryInfo around, PackedFolder packed) =>
        (Folder, this.around, Packed) = (folder, around, packed);

    /// <summary>That was packed.</summary>
    public string Folder { get; }

    public PackedFolder Packed { get; }

    public string Archive => ArchiveIn(around);

    /// <summary>The spec with its code; the code is null where the sweep has no program, or one that needs no folder.</summary>
    /// <param name="sweepFile">Its path; null where the sweep is in no file.</param>
    public static (SweepSpec Spec, PackedCode? Code) Of(SweepSpec spec, string? sweepFile)
    {
        if (spec.Program is not { } program || CodeFolder.Of(program.Folder, sweepFile) is not { } folder)
            return (spec, null);
        var around = Directory.CreateTempSubdirectory("sweep-code-");
        try
        {
            var packed = CodeFolder.Pack(folder, sweepFile, ArchiveIn(around));
            program = program with { Code = packed.Sha256, Origin = GitOrigin.Of(folder, sweepFile) };
            return (spec with { Program = program }, new(folder, around, packed));
        }
        catch
        {
            around.Delete(recursive: true);
            throw;
        }
    }

    public void Dispose() => around.Delete(recursive: true);

    private static string ArchiveIn(DirectoryInfo around) => Path.Combine(around.FullName, "code.tar");
}
