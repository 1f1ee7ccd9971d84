namespace Sweep.Files;

/// <summary>Where a link in a packed folder may lead.</summary>
internal static class FolderLink
{
    /// <summary>
    /// Whether a link stays in its folder, seen from its words alone: it goes up first, no further than the folder, and only down from
    /// there. Whatever it passes on its way down is a folder, or a link that stays in the folder as well.
    /// </summary>
    /// <param name="path">Of the link, relative to the folder, with slashes.</param>
    public static bool Stays(string path, string target)
    {
        if (target.Length == 0 || target[0] == '/')
            return false;
        var depth = path.Count(c => c == '/');
        var isDown = false;
        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
                isDown = true;
            else if (isDown || --depth < 0)
                return false;
        }
        return true;
    }
}
