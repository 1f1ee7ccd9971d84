using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Sweep.Coordinator.Tests.Dashboard;

/// <summary>What others wrote of the dashboard's page, against what <c>docs/third-party.md</c> says of it.</summary>
public sealed partial class VendoredTests
{
    private static readonly string Vendored = Checkout.PathOf("src/Coordinator/Dashboard/Page/vendor");

    [Fact]
    public void EveryFileOfAnother_HasItsVersionLicenceAndHashInTheDocument()
    {
        var told = Row().Matches(File.ReadAllText(Checkout.PathOf("docs/third-party.md")))
            .ToDictionary(row => row.Groups["file"].Value, row => row.Groups["hash"].Value);

        var there = Directory.EnumerateFiles(Vendored, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".js" or ".css")
            .ToDictionary(file => Path.GetRelativePath(Vendored, file), file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));

        Assert.NotEmpty(told);
        Assert.Equal(told.OrderBy(file => file.Key, StringComparer.Ordinal), there.OrderBy(file => file.Key, StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<package>\S+) \| (?<version>\d+\.\d+\.\d+) \| (?<licence>\S+) \| (?<file>\S+) \| (?<hash>[0-9a-f]{64}) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
