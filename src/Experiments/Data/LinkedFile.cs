using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Data;

/// <summary>Files that may be links: a dataset often lies once on a machine and is linked to where it is used.</summary>
internal static class LinkedFile
{
    /// <summary>The file that a chain of links leads to; the file itself where it is no link. It may not exist.</summary>
    /// <exception cref="BadInputException">The link leads to nothing.</exception>
    public static FileInfo Behind(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not { } target)
            return file;
        try
        {
            if (file.ResolveLinkTarget(returnFinalTarget: true) is { } final && File.Exists(final.FullName))
                return new(final.FullName);
        }
        catch (IOException)
        {
            // Links that lead to each other.
        }
        throw new BadInputException(
            $"{path} is a link to {target}, where no file is; mount or copy what it leads to, or correct the link.");
    }

    /// <summary>Whether the folder has the file, or a link that may lead to it.</summary>
    public static bool IsNamed(string path) => File.Exists(path) || new FileInfo(path).LinkTarget is not null;
}
