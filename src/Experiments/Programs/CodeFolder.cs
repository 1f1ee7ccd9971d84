using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Files;

namespace Sweep.Experiments.Programs;

/// <summary>The folder of a program, packed for its way to the agents.</summary>
public static class CodeFolder
{
    /// <summary>Of all its files together.</summary>
    public const long MostBytes = 256L << 20;

    public const int MostFiles = 20_000;

    /// <summary>Of the archive, with the names of its files.</summary>
    public const long MostPackedBytes = MostBytes + (MostFiles * 8L << 10);

    /// <summary>Says in every folder what of it stays here, as <c>.gitignore</c> does.</summary>
    public const string IgnoreFile = ".sweepignore";

    /// <summary>The word for a program that needs no folder.</summary>
    public const string None = "none";

    /// <summary>
    /// What no program needs elsewhere, in the words of <c>.gitignore</c>; a line with ! in the ignore file takes it in again.
    /// </summary>
    public static readonly ImmutableArray<string> LeftOut =
    [
        ".git", ".hg", ".svn", IgnoreFile, "__pycache__/", "*.pyc", ".venv/", ".tox/", ".nox/", ".mypy_cache/", ".pytest_cache/",
        ".ruff_cache/", ".ipynb_checkpoints/", "node_modules/", ".idea/", ".vs/", ".vscode/", ".DS_Store", "*.swp", "*~",
    ];

    /// <summary>Files that tell what the folder they lie in is: the homes of Sweep and of its agents, and environments of Python.</summary>
    private static readonly ImmutableArray<string> Marks = ["sweep.lock", "agent.lock", "pyvenv.cfg"];

    /// <summary>The folder that is meant by a sweep file, as a full path; null where it is none.</summary>
    /// <param name="named">What the file says; null where it says nothing.</param>
    /// <param name="sweepFile">Its path; null where the sweep is in no file.</param>
    /// <exception cref="BadInputException">There is no such folder.</exception>
    public static string? Of(string? named, string? sweepFile)
    {
        if (named == None)
            return null;
        if (sweepFile is null && (named is null || !Path.IsPathRooted(named)))
            throw new BadInputException(
                "The sweep is in no file, so its program has no folder; name one in full with experiment.folder, write folder: none where "
                    + "the program needs none, or give the sweep as a file.");
        var folder = sweepFile is null
            ? named!
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(sweepFile))!, named ?? "."));
        return Directory.Exists(folder)
            ? folder
            : throw new BadInputException(
                $"{sweepFile ?? "The sweep"}: experiment.folder '{named}' is no folder ({folder}); "
                    + "correct it, or leave it out for the sweep file's own.");
    }

    /// <param name="sweepFile">Left out, so that a changed grid is no changed code; null where there is none.</param>
    /// <param name="archive">The file to be written.</param>
    /// <exception cref="BadInputException">The folder cannot be packed.</exception>
    public static PackedFolder Pack(string folder, string? sweepFile, string archive)
    {
        var itself = sweepFile is null ? null : Path.GetFullPath(sweepFile);
        try
        {
            return FolderArchive.Pack(folder, archive, new()
            {
                IgnoreFile = IgnoreFile,
                LeftOut = LeftOut,
                IsLeftOut = path => path == itself || Marks.Any(mark => File.Exists(Path.Combine(path, mark))),
                MostBytes = MostBytes,
                MostFiles = MostFiles,
            });
        }
        catch (FolderRefusedException refused)
        {
            throw new BadInputException(
                $"The program's code cannot be packed: {refused.Message}; leave out what it does not need in a file {IgnoreFile} there "
                    + "(lines as in .gitignore), or name another folder with experiment.folder.", refused);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"The program's code in {folder} cannot be packed ({e.Message.TrimEnd('.')}); "
                    + $"mend its permissions, or leave it out in a file {IgnoreFile} there.", e);
        }
    }

    /// <summary>How large it is, for a person.</summary>
    public static string SizeOf(PackedFolder packed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{packed.Files} {(packed.Files == 1 ? "file" : "files")}, {Math.Max(1, (packed.Bytes + 1023) / 1024)} KiB");
}
