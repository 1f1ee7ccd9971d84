using System.Text.Json;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>What commands print with <c>--json</c> that compute, fetch or simulate; those of others are approved to the letter in process.</summary>
[ProcessesDoLittle]
public sealed class DocumentShapeTests
{
    [Theory]
    [InlineData("model-pooling", "model", "--pooling")]
    [InlineData("model-convolution", "model", "--convolution", "--input", "3x16x16")]
    [InlineData("drill-simulated", "drill", "--simulated", "--seeds", "2")]
    public async Task EveryDocument_HasTheApprovedKeys(string name, params string[] typed)
    {
        using var place = new Workplace();
        using var document = JsonDocument.Parse(await place.SweepWell([.. typed, "--json"]));
        ApprovedShape.Is(name, document.RootElement);
    }

    [Fact]
    public async Task DataThatAreThere_AreNamed()
    {
        using var place = new Workplace();
        var data = Directory.CreateDirectory(Path.Combine(place.Folder, "cifar-10-batches-bin")).FullName;
        SomeCifar.Write(data);

        using var document = JsonDocument.Parse(await place.SweepWell("data", "fetch", "--data", place.Folder, "--json"));

        ApprovedShape.Is("data-fetch", document.RootElement);
    }
}
