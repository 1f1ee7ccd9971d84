using System.Text.Json;
using SkiaSharp;
using Sweep.Experiments.Data;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>The trained networks of one small real sweep: trained again, taken out of the house, and asked about pictures.</summary>
public sealed class ReproduceTests : IDisposable
{
    private const int Pictures = TrainedGrid.ValidationImages;
    private Workplace place = null!;

    [Fact]
    public async Task Reproduce_IsBitIdentical_ForAMilestone_AndForADivergedTrial_AndNothingBecomesAResult()
    {
        place = await TrainedGrid.Copy();
        var epochs = place.EpochsRecorded();
        foreach (var state in new[] { "completed", "diverged" })
        {
            using var said = JsonDocument.Parse(await place.SweepWell("reproduce", await Trial(state, 1), "--json", "--out", $"{state}.json"));

            ApprovedShape.Is($"reproduce-{state}", said.RootElement);
            Assert.Equal("bit-identical", said.RootElement.GetProperty("verdict").GetString());
            Assert.Single(said.RootElement.GetProperty("epochs").EnumerateArray());
            Assert.Empty(said.RootElement.GetProperty("changes").EnumerateArray());
            using var kept = JsonDocument.Parse(File.ReadAllText(Path.Combine(place.Folder, $"{state}.json")));
            Assert.Equal(said.RootElement.GetRawText(), kept.RootElement.GetRawText());
        }
        Assert.Equal(epochs, place.EpochsRecorded());
    }

    [Fact]
    public async Task Reproduce_WithOtherInstructions_IsBitIdentical_ButWhereLibtorchTrained_AndTheExitCodeFollowsEpsilon()
    {
        place = await TrainedGrid.Copy();
        place.Write("mixed.yaml", TrainedGrid.Yaml.Replace("name: grid", "name: mixed\nprecision: mixed", StringComparison.Ordinal)
            .Replace("[1e-3, 3e-3, 1e-2, 1e10]", "3e-3", StringComparison.Ordinal));
        await place.SweepWell("run", "mixed.yaml", "--slots", "1");
        // An older processor, as far as our kernels and libtorch's can tell.
        var older = new Dictionary<string, string>
        {
            ["DOTNET_EnableAVX512"] = "0",
            ["ONEDNN_MAX_CPU_ISA"] = "SSE41",
            ["ATEN_CPU_CAPABILITY"] = "default",
        };
        foreach (var (sweep, epsilon, code, verdict) in new[]
            { ("grid", "0", 0, "bit-identical"), ("mixed", "0.9", 0, "within-epsilon"), ("mixed", "0", 1, "different") })
        {
            using var launched = Launched.Start(
                Programs.Sweep, place.Folder, older, "reproduce", "best", "--sweep", sweep, "--json", "--epsilon", epsilon);
            Assert.Equal(code, await launched.Ended());

            using var said = JsonDocument.Parse(launched.Output);
            Assert.Equal(verdict, said.RootElement.GetProperty("verdict").GetString());
        }
    }

    [Fact]
    [ProcessesDoLittle]
    public async Task Reproduce_IsInterruptedCleanly()
    {
        place = await TrainedGrid.Copy();
        place.Write("slow.yaml", "name: slow\ndataset: shapes10\nmodel: { name: simulated, epochMilliseconds: 1000 }\nspace: { lr: [1e-3], epochs: [8] }");
        await place.SweepWell("run", "slow.yaml");
        using var launched = place.Launch("reproduce", "best");
        await launched.Until(() => launched.Output.Contains("epoch 1/8", StringComparison.Ordinal), "the first epoch");
        var trainer = Assert.Single(launched.Descendants("train"));

        launched.Interrupt();

        Assert.Equal(130, await launched.Ended());
        Assert.False(Directory.Exists($"/proc/{trainer}"));
    }

    [Fact]
    public async Task AnExportedModel_SeesPicturesAsTheValidationDid()
    {
        place = await TrainedGrid.Copy();
        var images = Shapes10.Generate(TrainedGrid.TrainImages, Pictures).Validation;
        var files = Enumerable.Range(0, Pictures).Select(i => Save(images, i)).ToArray();
        using var exported = JsonDocument.Parse(await place.SweepWell("export", "model", "best", "--out", "net.dat", "--json"));

        ApprovedShape.Is("export-model", exported.RootElement);
        using var described = JsonDocument.Parse(File.ReadAllText(Path.Combine(place.Folder, "net.dat.json")));
        using var ofTrial = JsonDocument.Parse(await place.SweepWell(["predict", "best", .. files, "--top", "1", "--json"]));
        using var ofFile = JsonDocument.Parse(await place.SweepWell(["predict", "--model", "net.dat", .. files, "--top", "1", "--json"]));

        ApprovedShape.Is("predict", ofTrial.RootElement);
        var classes = Shapes10.Classes;
        var seen = ofTrial.RootElement.GetProperty("pictures").EnumerateArray().Select(picture => picture.GetProperty("classes")[0].GetProperty("class").GetString()).ToList();
        var right = seen.Zip(images.Labels).Count(pair => pair.First == classes[pair.Second]);
        Assert.Equal(described.RootElement.GetProperty("metrics").GetProperty("valAccuracy").GetDouble(), right / (double)Pictures);
        Assert.Equal(ofTrial.RootElement.GetProperty("pictures").GetRawText(), ofFile.RootElement.GetProperty("pictures").GetRawText());
    }

    [Fact]
    public async Task OneBadPicture_DoesNotHideTheAnswersAboutOthers()
    {
        place = await TrainedGrid.Copy();
        var good = Save(Shapes10.Generate(10, 10).Validation, 3);

        var (code, output, error) = await place.Sweep("predict", "best", "nowhere.png", good, "grid.yaml");

        Assert.Equal(2, code);
        Assert.Matches(@"3\.png: \w+ \d+\.\d %, \w+ \d+\.\d %, \w+ \d+\.\d %\n", output);
        Assert.Contains("There is no file nowhere.png; ", error, StringComparison.Ordinal);
        Assert.Contains("grid.yaml is no picture that can be read", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingCheckpoint_IsNamed_AndReproduceBringsTheModelBack()
    {
        place = await TrainedGrid.Copy();
        Directory.Delete(Path.Combine(place.Home, "blobs"), recursive: true);

        var (code, _, error) = await place.Sweep("export", "model", "best", "--out", "net.dat");
        Assert.Equal(2, code);
        Assert.Contains("is not there any more", error, StringComparison.Ordinal);
        Assert.Contains("--save-model FILE' trains the network again", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(place.Folder, "net.dat")));

        await place.SweepWell("reproduce", "best", "--save-model", "net.dat");
        await place.SweepWell("predict", "--model", "net.dat", Save(Shapes10.Generate(10, 10).Validation, 0));
    }

    public void Dispose() => place?.Dispose();

    private async Task<string> Trial(string state, int epochs)
    {
        using var rows = JsonDocument.Parse(await place.SweepWell("results", "--format", "json"));
        return rows.RootElement.EnumerateArray()
            .First(row => row.GetProperty("state").GetString() == state && row.GetProperty("epochs").GetInt32() == epochs)
            .GetProperty("trial").GetString()!;
    }

    private string Save(ImageSet images, int index)
    {
        var planes = images.Image(index);
        var size = images.Width * images.Height;
        using var bitmap = new SKBitmap(images.Width, images.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var i = 0; i < size; i++)
            bitmap.SetPixel(i % images.Width, i / images.Width, new(planes[i], planes[size + i], planes[(2 * size) + i]));
        var name = FormattableString.Invariant($"{index}.png");
        using var output = File.Create(Path.Combine(place.Folder, name));
        bitmap.Encode(output, SKEncodedImageFormat.Png, 100);
        return name;
    }
}
