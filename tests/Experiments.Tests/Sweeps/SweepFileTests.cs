using CsCheck;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Sweeps;

public class SweepFileTests
{
    private const string Whole = """
        name: cifar10-homework
        dataset: { name: cifar10, train: 50000, validation: 10000 }     # or just: cifar10 (all of it)
        model: notebook-cnn
        objective: valAccuracy
        space:
          lr: { log: [1e-4, 1e-2], count: 9 }
          epochs: [1, 3, 5, 10]
          weightDecay: 1e-3
          batchSize: 8
          seed: [0, 1, 2]
        sampler: grid
        """;

    [Fact]
    public void WholeFile_IsReadAsWritten()
    {
        var spec = SweepFile.Parse(Whole, "sweep.yaml");

        var expected = new SweepSpec(
            "cifar10-homework",
            new DatasetSpec("cifar10", 50_000, 10_000),
            new ModelSpec("notebook-cnn"),
            Objective.ValAccuracy,
            new SearchSpace(new Log(1e-4, 1e-2, 9, 6), new Choice([1, 3, 5, 10]), new Choice([1e-3]), new Choice([8]), new Choice([0, 1, 2])),
            new GridSampling(), Precision.Auto, 3, true);
        Assert.Equal(expected, spec);
    }

    [Fact]
    public void ShortestFile_GetsEveryDefault()
    {
        var spec = SweepFile.Parse("name: a\ndataset: shapes10\nspace: {lr: .5, epochs: 2}", "a.yaml");

        var expected = new SweepSpec(
            "a", new DatasetSpec("shapes10", null, null), new ModelSpec("notebook-cnn"), Objective.ValAccuracy,
            new SearchSpace(new Choice([0.5]), new Choice([2]), new Choice([1e-3]), new Choice([8]), new Choice([0])),
            new GridSampling(), Precision.Auto, 3, true);
        Assert.Equal(expected, spec);
    }

    [Fact]
    public void EveryOtherForm_IsUnderstood()
    {
        var spec = SweepFile.Parse("""
            name: "b-1.x_y"
            dataset: { name: shapes10, validation: 100 }
            model: { name: simulated, epochMilliseconds: 20 }
            objective: valLoss
            space:
              lr: { linear: [0.1, 1_000] }
              epochs: { integers: [1, 10], step: 3 }
              weightDecay: { linear: [0, 1e-2], count: 3 }
              batchSize: { integers: [8, 16] }
              seed: { integers: [0, 1000000000000] }
            sampler: { random: { trials: 7, seed: 3 } }
            precision: mixed
            arithmetic: libtorch
            maxAttempts: 5
            sharing: false
            checkpointEvery: { epochs: 5, time: 1h30m }
            """, "b.yaml");

        var expected = new SweepSpec(
            "b-1.x_y", new DatasetSpec("shapes10", null, 100), new ModelSpec("simulated", 20), Objective.ValLoss,
            new SearchSpace(new Linear(0.1, 1000, null), new Integers(1, 10, 3), new Linear(0, 0.01, 3, 6), new Integers(8, 16, 1), new Integers(0, 1_000_000_000_000, 1)),
            new RandomSampling(7, 3), Precision.Mixed, 5, false)
        { Arithmetic = "libtorch", CheckpointEvery = new(5, 5400) };
        Assert.Equal(expected, spec);
    }

    [Theory]
    [InlineData("1e-3", 1e-3)]
    [InlineData("1E-3", 1e-3)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("+2", 2)]
    [InlineData("1_000", 1000)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("5e-324", double.Epsilon)]
    public void Number_KeepsEveryBit(string text, double value)
    {
        var spec = SweepFile.Parse($"name: a\ndataset: shapes10\nspace: {{ lr: {text}, epochs: 1 }}", "a.yaml");

        Assert.Equal([value], spec.Space.LearningRate.Points);
    }

    [Fact]
    public void MinusZero_IsZero()
    {
        var decay = SweepFile.Parse("name: a\ndataset: shapes10\nspace: { lr: 1, epochs: 1, weightDecay: -0.0 }", "a.yaml").Space.WeightDecay.Points[0];

        Assert.False(double.IsNegative(decay));
    }

    [Theory]
    [InlineData("5", 5, null)]
    [InlineData("10m", null, 600.0)]
    [InlineData("{ time: 90s }", null, 90.0)]
    [InlineData("{ epochs: 2 }", 2, null)]
    public void ACheckpointNowAndThen_IsEpochsOrATime(string text, int? epochs, double? seconds) => Assert.Equal(
        new(epochs, seconds),
        SweepFile.Parse($"name: a\ndataset: shapes10\nspace: {{ lr: 1, epochs: 9 }}\ncheckpointEvery: {text}", "f.yaml").CheckpointEvery);

    // Each is a whole file (f.yaml) and the whole sentence about it.
    public static TheoryData<string, string> BadFiles => new()
    {
        { "", "f.yaml: the file is empty; write a sweep, for instance name: first, dataset: shapes10, space: { lr: [1e-3, 3e-3], epochs: 3 }." },
        { "# nothing\n", "f.yaml: the file is empty; write a sweep, for instance name: first, dataset: shapes10, space: { lr: [1e-3, 3e-3], epochs: 3 }." },
        { "hello", "f.yaml, line 1: this is no sweep file, which consists of keys and values; write for instance name: first, dataset: shapes10, space: { lr: [1e-3, 3e-3], epochs: 3 }." },
        { "dataset: shapes10\nspace: {lr: 1, epochs: 1}", "f.yaml, line 1: the sweep has no name; add for instance name: first-sweep." },
        { "name: a\nspace: {lr: 1, epochs: 1}", "f.yaml, line 1: the sweep has no dataset; add for instance dataset: shapes10." },
        { "name: a\ndataset: shapes10", "f.yaml, line 1: the sweep has no space; add for instance space: { lr: [1e-3, 3e-3], epochs: 3 }." },
        { "name: a\ndataset: shapes10\nspace:\n  epochs: 1", "f.yaml, line 4: space has no lr; add for instance lr: { log: [1e-4, 1e-2], count: 5 }." },
        { "name: a\ndataset: shapes10\nspace: {lr: 1}", "f.yaml, line 3: space has no epochs; add for instance epochs: [1, 3]." },
        { "name: My Sweep\ndataset: shapes10\nspace: {lr: 1, epochs: 1}", "f.yaml, line 1: name 'My Sweep' must be lower-case letters, digits, '-', '_' and '.', at most 64, and start with a letter or digit; write for instance name: my-sweep." },
        { "name: ..\ndataset: shapes10\nspace: {lr: 1, epochs: 1}", "f.yaml, line 1: name '..' must be lower-case letters, digits, '-', '_' and '.', at most 64, and start with a letter or digit; write for instance name: first-sweep." },
        { "name:\ndataset: shapes10\nspace: {lr: 1, epochs: 1}", "f.yaml, line 1: name has no value; write for instance name: first-sweep." },
        { "name: a\nname: b", "f.yaml, line 2: the key 'name' is there twice (first in line 1); keep one." },
        { "name: a\ndatset: shapes10", "f.yaml, line 2: the key 'datset' is not known; did you mean 'dataset' (known are name, dataset, model, objective, space, sampler, precision, arithmetic, maxAttempts, sharing, checkpointEvery, notify, experiment, metrics, exclude)?" },
        { "name: a\n---\nname: b", "f.yaml, line 2: a second document starts here; write one sweep per file." },
        { "name: &x a\ndataset: *x", "f.yaml, line 1: the anchor '&x' is not supported; write the value out where it is needed." },
        { "name: !!str a", "f.yaml, line 1: the tag 'tag:yaml.org,2002:str' is not supported; leave it out." },
    };

    public static TheoryData<string, string> BadSettings => new()
    {
        { "dataset: cifar", "dataset 'cifar' is not known; did you mean 'cifar10' (known are cifar10, shapes10)." },
        { "dataset: [shapes10]", "dataset cannot be a list; write cifar10 or shapes10." },
        { "dataset: { train: 5 }", "dataset has no name; add for instance name: shapes10." },
        { "dataset: { name: shapes10, train: 0 }", "dataset.train '0' must be a whole number from 1 to 10000; shapes10 has 10000 images there, and without train all of them are used." },
        { "dataset: { name: cifar10, train: 50001 }", "dataset.train '50001' must be a whole number from 1 to 50000; cifar10 has 50000 images there, and without train all of them are used." },
        { "dataset: { name: shapes10, validation: many }", "dataset.validation 'many' is not a number; shapes10 has 2000 images there, and without validation all of them are used." },
        { "dataset: { name: shapes10, val: 5 }", "the key 'val' is not known in dataset; did you mean 'validation' (known are name, train, validation)?" },
        { "model: notebok-cnn", "model 'notebok-cnn' is not known; did you mean 'notebook-cnn' (known are notebook-cnn, simulated)." },
        {
            "model: simulated:1",
            "model 'simulated:1' is how an option says it; in a file write model: { name: simulated, epochMilliseconds: 1 }."
        },
        {
            "model: simulated:fast",
            "model 'simulated:fast' is how an option says it; in a file write model: { name: simulated, epochMilliseconds: 20 }."
        },
        { "model: { name: notebook-cnn, epochMilliseconds: 5 }", "epochMilliseconds is only for the model simulated; remove it or write name: simulated." },
        { "model: { name: simulated, epochMilliseconds: -5 }", "model.epochMilliseconds '-5' must be a whole number from 0 to 2147483647; write for instance epochMilliseconds: 20." },
        {
            "objective: accuracy",
            "objective 'accuracy' is not known; did you mean 'valAccuracy' (known are valAccuracy, valLoss); any other metric is named with its direction, for instance { maximize: f1 }."
        },
        { "objective: [valLoss]", "objective cannot be a list; write valAccuracy or valLoss or { maximize: f1 }." },
        { "objective: {}", "objective names one metric and its direction; write { maximize: f1 } or { minimize: perplexity }." },
        { "objective: { maximize: a, minimize: b }", "objective names one metric and its direction; write { maximize: f1 } or { minimize: perplexity }." },
        { "objective: { maximise: f1 }", "the key 'maximise' is not known in objective; did you mean 'maximize' (known are maximize, minimize)?" },
        {
            "objective: { maximize: 'f 1' }",
            "objective 'f 1' is no metric's name, which must be ASCII letters, digits and '_', at most 64, start with a letter, and be no word that means something else in Sweep (epoch, seconds, step, seed, trial, state, run, and columns of results)."
        },
        { "arithmetic: libtorh", "arithmetic 'libtorh' is not known; did you mean 'libtorch' (known are auto, libtorch)." },
        { "precision: fp16", "precision 'fp16' is not known; did you mean 'mixed' (known are auto, fp32, mixed)." },
        { "maxAttempts: 0", "maxAttempts '0' must be a whole number from 1 to 1000; write for instance maxAttempts: 3." },
        { "sharing: perhaps", "sharing 'perhaps' is neither on nor off; write true or false." },
        { "checkpointEvery: 0", "checkpointEvery '0' must be a whole number from 1 to 1000000; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery: 1.5", "checkpointEvery '1.5' must be a whole number from 1 to 1000000; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery: often", "checkpointEvery 'often' is no time of at most a day; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery: 2d", "checkpointEvery '2d' is no time of at most a day; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery: [5]", "checkpointEvery cannot be a list; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery:", "checkpointEvery has no value; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery: {}", "checkpointEvery has neither epochs nor a time; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery: { epochs: 5m }", "checkpointEvery.epochs '5m' is not a number; write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }." },
        { "checkpointEvery: { seconds: 5 }", "the key 'seconds' is not known in checkpointEvery; known are epochs, time." },
        { "sampler: random", "sampler 'random' needs a number of trials; write sampler: grid or sampler: { random: { trials: 20, seed: 0 } }." },
        { "sampler: { random: 20 }", "random cannot be '20'; write sampler: grid or sampler: { random: { trials: 20, seed: 0 } }." },
        { "sampler: { random: { seed: 1 } }", "random has no trials; add for instance trials: 20." },
        { "sampler: { random: { trials: 1e7 } }", "random.trials '1e7' must be a whole number from 1 to 1000000; write for instance trials: 20." },
        { "space: 3", "space cannot be '3'; write for instance space: { lr: [1e-3, 3e-3], epochs: 3 }." },
        { "space: { learningRate: 1 }", "the key 'learningRate' is not known in space; did you mean 'lr' (known are lr, epochs, weightDecay, batchSize, seed)?" },
        { "space: { lr: 1, momentum: 1 }", "the key 'momentum' is not known in space; known are lr, epochs, weightDecay, batchSize, seed." },
        { "objective: f1", "objective 'f1' is not known; known are valAccuracy, valLoss; any other metric is named with its direction, for instance { maximize: f1 }." },
        { "space: { lr: 1, epoch: 1 }", "the key 'epoch' is not known in space; did you mean 'epochs' (known are lr, epochs, weightDecay, batchSize, seed)?" },
    };

    public static TheoryData<string, string> BadValues => new()
    {
        { "lr: fast", "lr 'fast' is not a number; write for instance lr: 1e-3." },
        { "lr: 1,5", "lr '1,5' is not a number; write for instance lr: 1e-3." },
        { "lr: '1e-3'", "lr '1e-3' is text in quotes, not a number; remove the quotes." },
        { "lr:", "lr has no value; write for instance lr: 1e-3." },
        { "lr: []", "lr is an empty list; write for instance lr: 1e-3." },
        { "lr: [[1]]", "lr cannot be a list; write for instance lr: 1e-3." },
        { "lr: 0", "lr '0' must be greater than 0; write for instance lr: 1e-3." },
        { "lr: -1e-3", "lr '-1e-3' must be greater than 0; write for instance lr: 1e-3." },
        { "lr: .nan", "lr '.nan' is not a finite number; write for instance lr: 1e-3." },
        { "lr: NaN", "lr 'NaN' is not a finite number; write for instance lr: 1e-3." },
        { "lr: -.inf", "lr '-.inf' is not a finite number; write for instance lr: 1e-3." },
        { "lr: 1e999", "lr '1e999' is too large for a double; write for instance lr: 1e-3." },
        { "lr: 1e-999", "lr '1e-999' must be greater than 0; write for instance lr: 1e-3." },
        { "lr: 010", "lr '010' starts with a zero, which may be read as octal; write it without; write for instance lr: 1e-3." },
        { "lr: 0x10", "lr '0x10' is not a decimal number; write for instance lr: 1e-3." },
        { "lr: 1:30", "lr '1:30' is not a number; write for instance lr: 1e-3." },
        { "lr: {}", "lr names no kind of range; write for instance { log: [1e-4, 1e-2], count: 5 }." },
        { "lr: { lin: [1, 2] }", "the key 'lin' is not known in lr; did you mean 'linear' (known are linear, log, integers, count, perDecade, step)?" },
        { "lr: { log: [1, 2], linear: [1, 2] }", "lr names linear and log at once; keep one of them." },
        { "lr: { log: [1] }", "lr needs exactly two ends for log; write for instance { log: [1, 10], count: 2 }." },
        { "lr: { log: [0, 1], count: 3 }", "lr '0' cannot be an end of a log range, which needs ends greater than 0; write for instance { log: [1e-4, 1e-2], count: 5 }." },
        { "lr: { log: [1e-2, 1e-4], count: 3 }", "lr has the range 1e-2 to 1e-4 the wrong way round; write { log: [1e-4, 1e-2], count: 3 }." },
        { "lr: { linear: [1, 1], count: 3 }", "lr has a range whose ends are both 1; write lr: 1." },
        { "lr: { linear: [1, 2], count: 0 }", "lr has the count '0', but a count is a whole number from 1 to 1000000; write for instance { log: [1e-4, 1e-2], count: 5 }." },
        { "lr: { log: [1, 2], perDecade: 0 }", "lr has the perDecade '0', but a perDecade is a whole number from 1 to 1000000; write for instance perDecade: 3." },
        { "lr: { linear: [1, 2], count: few }", "lr has the count 'few', which is not a number; write a whole number from 1." },
        { "lr: { linear: [1, 2], step: 1 }", "lr has a step, which a range of linear does not take; write count or leave it out." },
        { "lr: { log: [1e-4, 1e-2] }", "lr is a range without a count, which a grid cannot enumerate; write { log: [0.0001, 0.01], count: 5 }, or draw from it with sampler: { random: { trials: 20 } }." },
        { "lr: { integers: [1.5, 2] }", "lr has integers from 1.5 to 2, which are not both whole numbers; write { linear: [1.5, 2], count: 5 }." },
        { "lr: { integers: [1, 3], step: 0 }", "lr has the step '0', but a step is a whole number from 1 to 9007199254740992; write for instance { integers: [1, 10], step: 2 }." },
        { "epochs: 0", "epochs '0' must be a whole number from 1 to 1000000; write for instance epochs: [1, 3, 10]." },
        { "epochs: 2.5", "epochs '2.5' must be a whole number from 1 to 1000000; write for instance epochs: [1, 3, 10]." },
        { "epochs: { integers: [0, 3] }", "epochs '0' must be a whole number from 1 to 1000000; write for instance epochs: [1, 3, 10]." },
        { "batchSize: 0", "batchSize '0' must be a whole number from 1 to 1000000; write for instance batchSize: 8." },
        { "weightDecay: -1", "weightDecay '-1' must be 0 or greater; write for instance weightDecay: 1e-3." },
        { "seed: -1", "seed '-1' must be a whole number from 0 to 9007199254740992; write for instance seed: [0, 1, 2]." },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void BadFile_IsOneSentenceWithTheRemedy(string yaml, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<BadInputException>(() => SweepFile.Parse(yaml, "f.yaml")).Message);

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void BadSetting_IsOneSentenceWithItsLine(string line, string sentence)
    {
        var keep = new[] { "name: a", "dataset: shapes10", "space: { lr: 1, epochs: 1 }" }.Where(l => l.Split(':')[0] != line.Split(':')[0]).ToList();
        var yaml = string.Join('\n', [.. keep, line]);

        Assert.Equal($"f.yaml, line {keep.Count + 1}: {sentence}", Assert.Throws<BadInputException>(() => SweepFile.Parse(yaml, "f.yaml")).Message);
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public void BadValue_IsOneSentenceWithItsLine(string line, string sentence)
    {
        var keep = new[] { "lr: 1", "epochs: 1" }.Where(l => l.Split(':')[0] != line.Split(':')[0]).ToList();
        var yaml = $"name: a\ndataset: shapes10\nspace:\n  {string.Join("\n  ", [.. keep, line])}";

        Assert.Equal($"f.yaml, line {keep.Count + 4}: {sentence}", Assert.Throws<BadInputException>(() => SweepFile.Parse(yaml, "f.yaml")).Message);
    }

    [Theory]
    [InlineData("name: [a\nb: c")]
    [InlineData("{")]
    [InlineData("a: b: c")]
    [InlineData("name: 'a")]
    [InlineData("- a\nb: c")]
    public void NotYaml_NamesFileAndLine(string text) =>
        Assert.Matches(@"^f\.yaml, line \d+: this is not valid YAML \(.+\); check the indentation, brackets and colons there\.$",
            Assert.Throws<BadInputException>(() => SweepFile.Parse(text, "f.yaml")).Message);

    private static readonly string[] Pieces =
    [
        "name", ":", " ", "\n", "\n  ", "dataset", "shapes10", "space", "lr", "epochs", "1", "[", "]", "{", "}", ",", "-", "#", "'", "\"", "&a", "*a", "!", "|", ">", "\t", "%", "?", "---", "...", "log", "count", "sampler", "random",
    ];

    /// <summary>The pieces of sweep files in any order: what comes out is a spec or one sentence, never another exception.</summary>
    [Fact]
    public void AnyText_IsASpecOrASentence() =>
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])
            .Array[0, 40].Select(string.Concat)
            .Sample(text =>
            {
                try
                {
                    SweepFile.Parse(text, "f.yaml");
                }
                catch (BadInputException e)
                {
                    Assert.StartsWith("f.yaml", e.Message, StringComparison.Ordinal);
                }
            }, iter: 20_000);

    [Fact]
    public void DeepNesting_IsRefusedBeforeTheStackEnds() =>
        Assert.Contains("nested too deeply", Assert.Throws<BadInputException>(() => SweepFile.Parse(new string('[', 5000) + new string(']', 5000), "f.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void ValuesInSeveralLines_AreNamedByTheirOwn() =>
        Assert.StartsWith("f.yaml, line 6: lr 'x'", Assert.Throws<BadInputException>(() => SweepFile.Parse(
            "name: a\ndataset: shapes10\nspace:\n  lr:\n    - 1\n    - x\n  epochs: 1", "f.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void MissingFile_SaysWhatToGive() => Assert.Equal(
        "There is no sweep file 'nowhere.yaml'; give the path of a YAML file, for instance deploy/sweeps/quickstart.yaml.",
        Assert.Throws<BadInputException>(() => SweepFile.ReadText("nowhere.yaml")).Message);

    [Fact]
    public void Folder_IsNoSweepFile() => Assert.Contains("is a folder",
        Assert.Throws<BadInputException>(() => SweepFile.ReadText(Path.GetTempPath())).Message, StringComparison.Ordinal);
}
