namespace Sweep.Coordinator.Storage;

/// <summary>The file beside a database into which LiteDB writes first.</summary>
internal static class WriteAheadLog
{
    /// <summary>As LiteDB calls it: <c>results-log.db</c> beside <c>results.db</c>.</summary>
    public static string Of(string database) =>
        Path.Combine(Path.GetDirectoryName(database)!, $"{Path.GetFileNameWithoutExtension(database)}-log{Path.GetExtension(database)}");
}
