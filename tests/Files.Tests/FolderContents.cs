namespace Sweep.Files.Tests;

/// <summary>What is in a test's folder, and what is put there.</summary>
internal static class FolderContents
{
    extension(TemporaryFolder folder)
    {
        /// <summary>The names of all that is in it.</summary>
        public IEnumerable<string> Names =>
            Directory.EnumerateFileSystemEntries(folder.Path).Select(entry => Path.GetFileName(entry)).Order();

        /// <summary>A file with a content; its path.</summary>
        public string With(string name, string content)
        {
            File.WriteAllText(folder[name], content);
            return folder[name];
        }
    }
}
