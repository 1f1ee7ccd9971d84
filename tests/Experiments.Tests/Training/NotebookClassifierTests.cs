using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Training;

public sealed class NotebookClassifierTests
{
    /// <summary>
    /// The training code itself is the judge: with the classifier's answers as labels, the same training must validate to an accuracy of one.
    /// </summary>
    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Mixed)]
    public void Answers_AreThoseOfTheValidationInTraining(Precision precision)
    {
        var dataset = Shapes10.Generate(200, 100);
        var order = Some.Order(epochs: 2, lr: 3e-3, precision: precision);
        using var run = RunOnDisk.Train(order, dataset);

        var answers = NotebookClassifier.Classify(run.CheckpointPath(2), ChannelStatistics.Of(dataset.Train), "cpu", precision, 32, 32, Pictures(dataset.Validation))
            .Select(probabilities => (byte)probabilities.IndexOf(probabilities.Max())).ToArray();
        var judge = dataset with { Validation = dataset.Validation with { Labels = answers } };
        using var again = RunOnDisk.Train(order, judge);

        Assert.Equal(1, again.Epochs[1].ValAccuracy);
        Assert.Equal(run.Epochs[1].ValAccuracy, answers.Zip(dataset.Validation.Labels).Count(pair => pair.First == pair.Second) / 100.0);
        Assert.True(answers.Distinct().Count() > 1);
    }

    [Fact]
    public void ASavedModel_AnswersAsItsCheckpoint_AndAPictureAsItDoesAmongOthers()
    {
        var dataset = Some.Dataset(size: 32);
        using var run = RunOnDisk.Train(Some.Order(), dataset);
        var file = run.CheckpointPath(1) + ".dat";
        var pictures = Pictures(dataset.Validation);
        var normalisation = ChannelStatistics.Of(dataset.Train);

        SavedModel.Write(run.CheckpointPath(1), file);
        var ofCheckpoint = NotebookClassifier.Classify(run.CheckpointPath(1), normalisation, "cpu", Precision.Fp32, 32, 32, pictures);
        var ofModel = NotebookClassifier.Classify(file, normalisation, "cpu", Precision.Fp32, 32, 32, [pictures[7]]);

        Assert.Equal(ofCheckpoint[7], ofModel[0]);
        var between = new List<float[]>();
        for (var shift = 1; shift <= 8; shift++)
        {
            between.Add(new float[30_000 + (2 * shift)]);
            Assert.Equal(ofModel[0], NotebookClassifier.Classify(file, normalisation, "cpu", Precision.Fp32, 32, 32, [pictures[7]])[0]);
        }
        GC.KeepAlive(between);
        Assert.All(ofCheckpoint, probabilities => Assert.Equal(1, probabilities.Sum(), 1e-12));
    }

    [Fact]
    public void AFileThatIsNoModel_IsBadInput()
    {
        using var run = RunOnDisk.Train(Some.Order(), Some.Dataset());
        var file = run.CheckpointPath(1) + ".txt";
        File.WriteAllText(file, "these are words, and more of them than a number's length");

        var problem = Assert.Throws<BadInputException>(() => SavedModel.ReadWeights(file));

        Assert.StartsWith($"{file} is no saved model of notebook-cnn", problem.Message, StringComparison.Ordinal);
    }

    private static List<byte[]> Pictures(ImageSet images) => [.. Enumerable.Range(0, images.Count).Select(i => images.Image(i).ToArray())];
}
