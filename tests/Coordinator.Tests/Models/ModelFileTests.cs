using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Coordinator.Models;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Models;

/// <summary>A saved network's description, as somebody may have sent it.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ADescriptionOfOurs_IsRead() => Assert.Equal(["cat", "dog"], ModelFile.Read(Written(_ => { })).Classes);

    [Theory]
    [InlineData("input", """{"channels":3,"height":20000,"width":20000}""", "input.height")]
    [InlineData("input", """{"channels":3,"height":-1,"width":-1}""", "input.height")]
    [InlineData("input", """{"channels":3,"height":0,"width":0}""", "input.height")]
    [InlineData("input", """{"channels":3,"height":2000000000,"width":2000000000}""", "input.height")]
    [InlineData("input", """{"channels":3,"height":32,"width":16}""", "input.height")]
    [InlineData("input", """{"channels":1,"height":32,"width":32}""", "input.channels")]
    [InlineData("input", "null", "no description")]
    [InlineData("classes", "[]", "classes")]
    [InlineData("classes", """["cat",null]""", "classes")]
    [InlineData("classes", """["cat",""]""", "classes")]
    [InlineData("normalisation", """{"mean":[0.5],"deviation":[1,1,1]}""", "normalisation.mean")]
    [InlineData("normalisation", """{"mean":[0.5,0.5,"NaN"],"deviation":[1,1,1]}""", "normalisation.mean")]
    [InlineData("normalisation", """{"mean":[0.5,0.5,0.5],"deviation":[1,1,0]}""", "normalisation.deviation")]
    [InlineData("normalisation", """{"mean":[0.5,0.5,0.5],"deviation":[1,1,1,1]}""", "normalisation.deviation")]
    public void ADescriptionThatCannotBe_IsRefusedInOneSentence(string key, string value, string named)
    {
        var file = Written(description => description[key] = JsonNode.Parse(value));

        var refusal = Assert.Throws<BadInputException>(() => ModelFile.Read(file));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void ADescriptionTooLong_IsNotRead() =>
        Assert.Contains("larger than 1 MB", Assert.Throws<BadInputException>(() => ModelFile.Read(Written(description => description["more"] = new string('x', 1 << 20)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[[0.25,0.75],[1,0]]", true)]
    [InlineData("[[0.25,0.75]]", false)]
    [InlineData("[]", false)]
    [InlineData("[[1,2,3],[1,0]]", false)]
    [InlineData("[[3,-2],[1,0]]", false)]
    [InlineData("[[0.25,0.25],[1,0]]", false)]
    public void AnAnswerAboutTwoPictures_IsTwoProbabilitiesForEach(string answer, bool expected) =>
        Assert.Equal(expected, Prediction.IsAnswer(JsonSerializer.Deserialize<ImmutableArray<ImmutableArray<double>>>(answer), pictures: 2, classes: 2));

    /// <summary>A network and its description with one thing changed.</summary>
    private string Written(Action<JsonObject> change)
    {
        var file = folder["net.dat"];
        File.WriteAllText(file, "weights");
        var description = new ModelDescription(
            "notebook-cnn", new ImageShape(3, 32, 32), ["layer"], ["cat", "dog"], new ChannelStatistics([0.5, 0.5, 0.5], [0.2, 0.2, 0.2]),
            "grid", new("0123456789abcdef"), new(0.001, 1, 0.01, 8, 0), new DatasetSpec("shapes10", null, null), new EpochMetrics(1, 1, 1, 0.5, 1), [],
            new string('a', 64), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
        var json = JsonSerializer.SerializeToNode(description, SweepJson.Options)!.AsObject();
        change(json);
        File.WriteAllText(ModelFile.DescriptionOf(file), json.ToJsonString());
        return file;
    }
}
