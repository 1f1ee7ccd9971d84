namespace Sweep.Files;

/// <summary>
/// A folder cannot be packed, or an archive not unpacked, whatever is tried. The message is a sentence without its full stop, so that
/// whoever knows what the folder is for adds the remedy.
/// </summary>
public sealed class FolderRefusedException(string message, Exception? cause = null) : Exception(message, cause);
