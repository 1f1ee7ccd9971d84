namespace Sweep.Shared;

/// <summary>
/// A text that people and scripts rely on, kept whole in a file beside the tests. Where the program says something else, the test fails with
/// the difference; with <c>SWEEP_APPROVE=1</c> in the environment it writes the file instead, and the difference is read in the commit.
/// </summary>
internal static class ApprovedText
{
    private const string Variable = "SWEEP_APPROVE";

    /// <param name="file">Relative to the root of the checkout.</param>
    public static void Is(string file, string text)
    {
        var path = Checkout.PathOf(file);
        if (Approving)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }
        var approved = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(approved == text,
            $"{file} is not what the program says ('-' is approved, '+' is said):\n{Difference(approved.Split('\n'), text.Split('\n'))}\n"
            + $"If what it says is meant, approve it: run this test once more with {Variable}=1, and commit the file.");
    }

    private static bool Approving => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Every approved file of a folder belongs to something that is still said.</summary>
    public static void AreAll(string folder, IEnumerable<string> files)
    {
        if (Approving)
            return;
        var kept = Directory.GetFiles(Checkout.PathOf(folder)).Select(file => Path.GetFileName(file)!);
        Assert.Equal(files.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    /// <summary>The lines that differ, along a longest common subsequence.</summary>
    private static string Difference(string[] approved, string[] said)
    {
        var common = new int[approved.Length + 1, said.Length + 1];
        for (var i = approved.Length - 1; i >= 0; i--)
            for (var j = said.Length - 1; j >= 0; j--)
                common[i, j] = approved[i] == said[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var lines = new List<string>();
        for (var (i, j) = (0, 0); i < approved.Length || j < said.Length;)
        {
            if (i < approved.Length && j < said.Length && approved[i] == said[j])
                (i, j) = (i + 1, j + 1);
            else if (j >= said.Length || (i < approved.Length && common[i + 1, j] >= common[i, j + 1]))
                lines.Add($"-{i + 1}: {approved[i++]}");
            else
                lines.Add($"+{j + 1}: {said[j++]}");
        }
        return string.Join('\n', lines);
    }
}
