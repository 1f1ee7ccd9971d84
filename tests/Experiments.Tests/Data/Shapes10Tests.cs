using Sweep.Experiments.Data;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Data;

public class Shapes10Tests
{
    /// <summary>The pictures are part of every result's identity: they never change.</summary>
    [Fact]
    public void Pictures_AreTheSameForEver() => Assert.Equal("2bed78eecd3b525c339c1de20f8ea03aa90c77e588b3b95c1684516157c191a0", Shapes10.Generate(300, 100).Fingerprint);

    [Fact]
    public void FewerPictures_AreTheFirstOfMore()
    {
        var (few, many) = (Shapes10.Generate(20, 10), Shapes10.Generate(50, 30));

        Assert.Equal(few.Train.Pixels, many.Train.Take(20).Pixels);
        Assert.Equal(few.Validation.Labels, many.Validation.Take(10).Labels);
        Assert.NotEqual(few.Fingerprint, many.Fingerprint);
    }

    [Fact]
    public void Classes_AreBalancedAndNamed()
    {
        var dataset = Datasets.Load(new(DatasetSpec.Shapes10, 1000, 200), null);

        Assert.Equal(10, dataset.Classes.Count);
        Assert.All(dataset.Train.Labels.CountBy(l => l), c => Assert.Equal(100, c.Value));
        Assert.All(dataset.Validation.Labels.CountBy(l => l), c => Assert.Equal(20, c.Value));
    }

    [Fact]
    public void TrainingAndValidation_ShareNoPicture()
    {
        var dataset = Shapes10.Generate(500, 500);
        var train = Enumerable.Range(0, 500).Select(i => Convert.ToBase64String(dataset.Train.Image(i))).ToHashSet();

        Assert.Equal(500, train.Count);
        Assert.DoesNotContain(Enumerable.Range(0, 500), i => train.Contains(Convert.ToBase64String(dataset.Validation.Image(i))));
    }
}
