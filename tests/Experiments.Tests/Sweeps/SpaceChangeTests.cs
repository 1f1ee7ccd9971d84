using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Sweeps;

/// <summary><c>--set name=values</c>: the space of a sweep file changed on the command line.</summary>
public sealed class SpaceChangeTests
{
    private const string Head = "name: mine\nexperiment:\n  command: ./run.sh\n  folder: none\n";

    private const string Block = Head + """
        space:
          # What is searched.
          lr: { log: [1e-4, 1e-1], count: 4 }   # four
          width:
            - 16   # small
            - 32
          optimizer: [adamw, sgd]
          momentum: { values: [0.8, 0.9], when: optimizer = sgd }
          seed: 0
        # The end of the space.
        objective: { maximize: f1 }

        """;

    private const string Braces = Head + "space: { lr: 1e-3, width: [16, 32] }   # short\nobjective: { maximize: f1 }\n";

    private static (SweepSpec Spec, string Source) Changed(string file, params string[] set) => SweepFile.Parse(file, "my.yaml", set);

    private static string Refusal(string file, params string[] set) => Assert.Throws<BadInputException>(() => Changed(file, set)).Message;

    private static Listed Texts(params string[] texts) => new([.. texts.Select(ParameterValue.Of)]);

    [Fact]
    public void ValuesTakeThePlaceOfTheFiles_OrAreNew()
    {
        var space = Changed(
            Block, "lr=1e-3,3e-3", "width=integers:16:64:16", "optimizer=sgd, 'a, b'", "dropout=0,0.25", "bias=true,false", "wd=log:1e-4..1e-1:4",
            "depth=2", "tag=['3', '5']", "seed=0,1,2").Spec.Space;

        Assert.Equal(new Choice([1e-3, 3e-3]), space["lr"]);
        Assert.Equal(new Integers(16, 64, 16), space["width"]);
        Assert.Equal(Texts("sgd", "a, b"), space["optimizer"]);
        Assert.Equal(new Choice([0, 0.25]), space["dropout"]);
        Assert.Equal(new Listed([ParameterValue.Of(true), ParameterValue.Of(false)]), space["bias"]);
        Assert.Equal(new Log(1e-4, 1e-1, 4, 6), space["wd"]);
        Assert.Equal(new Choice([2]), space["depth"]);
        Assert.Equal(Texts("3", "5"), space["tag"]);
        Assert.Equal(new Choice([0, 1, 2]), space["seed"]);
    }

    [Fact]
    public void AConditionStays_UnlessTheBracesSayOtherwise()
    {
        Assert.Equal(new Choice([0.5]) { When = "optimizer = sgd" }, Changed(Block, "momentum=0.5").Spec.Space["momentum"]);
        Assert.Equal(
            new Linear(0, 1, 3, 6) { When = "optimizer = sgd" }, Changed(Block, "momentum=linear:0:1:3").Spec.Space["momentum"]);
        Assert.Equal(new Choice([0.5]), Changed(Block, "momentum={ values: 0.5 }").Spec.Space["momentum"]);
        Assert.Equal(
            new Choice([0.5]) { When = "lr > 1e-3" }, Changed(Block, "momentum={ values: 0.5, when: lr > 1e-3 }").Spec.Space["momentum"]);
    }

    [Fact]
    public void TheSource_IsTheFileThatSaysIt()
    {
        Assert.Equal(
            "# Changed by --set lr=1e-3,3e-3 --set width=8 --set momentum=0.5 --set dropout=0,0.25 --set bias=true\n" + Head + """
                space:
                  # What is searched.
                  dropout: [0,0.25]
                  bias: [true]
                  lr: [1e-3,3e-3]   # four
                  width:
                    [8]
                  optimizer: [adamw, sgd]
                  momentum: { values: [0.5], when: "optimizer = sgd" }
                  seed: 0
                # The end of the space.
                objective: { maximize: f1 }

                """,
            Changed(Block, "lr=1e-3,3e-3", "width=8", "momentum=0.5", "dropout=0,0.25", "bias=true").Source);
        Assert.Equal(
            "# Changed by --set width=8 --set dropout=log:1e-4:1e-2:3/decade\n" + Head
                + "space: { dropout: { log: [1e-4, 1e-2], perDecade: 3 }, lr: 1e-3, width: [8] }   # short\nobjective: { maximize: f1 }\n",
            Changed(Braces, "width=8", "dropout=log:1e-4:1e-2:3/decade").Source);
        Assert.Equal((SweepFile.Parse(Block, "my.yaml"), Block), Changed(Block));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void WhateverTheFileIsLike_TheSourceReadsBackToWhatIsSearched(string lineEnd)
    {
        foreach (var file in new[]
        {
            Block, Braces, Head + "space: {}\nobjective: { maximize: f1 }\n", Head + "space:\n    width:   |\n      text\n\n    lr: 1\nobjective: { maximize: f1 }",
            Head + "objective: { maximize: f1 }\nspace:\n  'width':\n", "---\n" + Braces + "...\n", Head + "objective: { maximize: f1 }\nspace:\n  lr: 1\n  width: 'it''s'",
            Head + "objective: { maximize: f1 }\nspace: {\n  lr: 1, width:\n  [1,\n  2]\n}\n",
        })
        {
            var (spec, source) = Changed(file.Replace("\n", lineEnd, StringComparison.Ordinal), "width=\"3\", \"a: #b\"", "depth=1,2");

            Assert.Equal(Texts("3", "a: #b"), spec.Space["width"]);
            Assert.Equal(spec, SweepFile.Parse(source, "again.yaml"));
        }
    }

    [Theory]
    [InlineData("dropout", "--set 'dropout' names no values; write for instance --set lr=1e-3,3e-3.")]
    [InlineData("dropout=", "--set 'dropout=' names no values; write for instance --set lr=1e-3,3e-3.")]
    [InlineData("lr=fast", "--set lr 'fast' is not a number; write for instance --set lr=1e-3.")]
    [InlineData("lr=0", "--set lr '0' must be greater than 0; write for instance --set lr=1e-3.")]
    [InlineData("width=16,wide", "--set width 'wide' is of another kind than '16'; write only numbers, only true and false, or only text (a number that is meant as text in quotes).")]
    [InlineData("drop-out=0.5", "--set drop-out 'drop-out' must be letters, digits and '_', at most 64, and start with a letter.")]
    [InlineData("state=a", "--set state 'state' means something else in Sweep; call it for instance stateOf or myState.")]
    [InlineData("lr=lgo:1e-4:1e-1:7", "--set lr 'lgo:1e-4:1e-1:7' does not start with a kind of range (linear, log, integers); did you mean 'log', as in --set lr=log:1e-4:1e-2:5.")]
    [InlineData("lr=log:1e-1:1e-4:7", "--set lr has the range 1e-1 to 1e-4 the wrong way round; write --set lr=log:1e-4:1e-1:7.")]
    [InlineData("lr=log:1e-4:1e-1", "--set lr is a range without a count, which a grid cannot enumerate; write --set lr=log:0.0001:0.1:5.")]
    [InlineData("lr=log:1e-4:much:7", "--set lr 'much' is not a number; write for instance --set lr=log:1e-4:1e-2:5.")]
    [InlineData("width=[1], evil: [2", "--set width '[1], evil: [2' cannot be read; write values with commas between them, a range as log:1e-4:1e-2:5, or in brackets what a sweep file has.")]
    [InlineData("width=[]", "--set width is an empty list; write for instance --set width=0.1,0.2.")]
    [InlineData("width=1\nname: other", "--set width has more than one line; write its values in one.")]
    [InlineData("momentum={ values: 0.5, when: nothing = 1 }", "--set momentum: when: there is no column 'nothing'")]
    public void WhatCannotBe_IsRefusedAsInTheFile_WithTheOption(string set, string sentence) =>
        Assert.StartsWith(sentence, Refusal(Block, set), StringComparison.Ordinal);

    [Fact]
    public void ANameTwice_AndOneThatTheNetworkDoesNotHave_AreRefused()
    {
        Assert.Equal("--set lr is given twice; keep one of them, with all its values.", Refusal(Block, "lr=1", "lr=2"));
        Assert.Equal(
            "--set dropout 'dropout' is not known in space; known are lr, epochs, weightDecay, batchSize, seed.",
            Refusal("name: first\ndataset: shapes10\nspace: { lr: [1e-3], epochs: 3 }\n", "dropout=0.5"));
    }

    [Fact]
    public void WithoutAFile_ItIsAnotherSpellingOfTheOptions()
    {
        var flags = new GridFlags { Dataset = "shapes10", Values = new Dictionary<string, string> { ["lr"] = "1e-3", ["epochs"] = "1,3" } };

        Assert.Equal(
            flags.ToSpec(), new GridFlags { Dataset = "shapes10", Set = ["epochs=1,3", "lr=1e-3"] }.ToSpec());
        Assert.Equal(
            "--set lr is given beside --lr; keep one of them.",
            Assert.Throws<BadInputException>((flags with { Set = ["lr=1e-3"] }).ToSpec).Message);
        Assert.Equal(
            "--set dropout 'dropout' is not known in space; known are lr, epochs, weightDecay, batchSize, seed.",
            Assert.Throws<BadInputException>((flags with { Set = ["dropout=1e-3"] }).ToSpec).Message);
    }
}
