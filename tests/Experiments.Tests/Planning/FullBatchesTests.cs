using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Tests.Planning;

public class FullBatchesTests
{
    private static string? Note(params double[] sizes) =>
        FullBatches.Note(Some.Sweep(batchSize: new Choice(sizes)) with { Dataset = new("shapes10", 600, null) });

    [Fact]
    public void SizesAboveTheTrainingSet_AreOneTraining() => Assert.Equal(
        "batchSize 600, 1000, 2000 are one and the same training: every step takes all 600 training images; one of them would do.", Note(8, 2000, 1000, 600));

    [Fact]
    public void ASingleOneAboveIt_IsSaidToo() => Assert.Equal(
        "batchSize 1000 is larger than the training set of 600 images: every step takes all of them.", Note(8, 1000));

    [Fact]
    public void OthersNeedNoWord()
    {
        Assert.Null(Note(8, 599));
        Assert.Null(Note(600));
        Assert.Null(FullBatches.Note(Some.Sweep(batchSize: new Choice([1000]))));
    }
}
