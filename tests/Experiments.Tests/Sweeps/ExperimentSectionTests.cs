using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Sweeps;

public sealed class ExperimentSectionTests
{
    private const string Space = "space: { lr: [0.1, 0.2], epochs: 2 }";

    private static SweepSpec Read(string text) => SweepFile.Parse($"name: it\n{text}\n{Space}\n", "it.yaml");

    private static string Refused(string text) => Assert.Throws<BadInputException>(() => Read(text)).Message;

    [Fact]
    public void AWholeExperiment_IsReadAsWritten()
    {
        var spec = Read("""
            experiment:
              command: [python3, train.py, --lr, "{lr}", --epochs, '{epochs}', 7]
              folder: code
              continues: true
              setup: pip install -r "my requirements.txt"
              env: { OMP_NUM_THREADS: 1, EMPTY: "" }
              secretEnv: [WANDB_API_KEY]
              timeout: 2h
              stall: 10m
              divergedWhen: 'gradNorm > 1e6'
            metrics: { f1: 'F1[:=]\s*([0-9.eE+-]+)' }
            sharing: true
            """);
        var program = spec.Program!;
        Assert.Equal(["python3", "train.py", "--lr", "{lr}", "--epochs", "{epochs}", "7"], program.Command);
        Assert.Equal(["pip", "install", "-r", "my requirements.txt"], program.Setup!.Value);
        Assert.Equal("OMP_NUM_THREADS=1 EMPTY=", $"OMP_NUM_THREADS={program.Environment!["OMP_NUM_THREADS"]} EMPTY={program.Environment["EMPTY"]}");
        Assert.Equal(["WANDB_API_KEY"], program.SecretEnvironment!.Value);
        Assert.Equal((7200.0, 600.0, "gradNorm > 1e6", true, "code"),
            (program.TimeoutSeconds, program.StallSeconds, program.DivergedWhen, program.Continues, program.Folder));
        Assert.Equal(@"F1[:=]\s*([0-9.eE+-]+)", program.Patterns!["f1"]);
        Assert.Equal((ModelSpec.Program, DatasetSpec.None, true), (spec.Model.Name, spec.Dataset.Name, spec.Sharing));
    }

    [Fact]
    public void TheShortestExperiment_SharesNothing_AndHasTheFolderOfItsFile()
    {
        var spec = Read("experiment:\n  command: ./train.sh --lr {lr} 'two words' \"a \\\"b\\\"\" c\\ d");
        Assert.Equal(["./train.sh", "--lr", "{lr}", "two words", "a \"b\"", "c d"], spec.Program!.Command);
        Assert.Equal((false, null, false), (spec.Program.Continues, spec.Program.Folder, spec.Sharing));
        Assert.Equal(spec, Read("experiment: { command: [./train.sh, --lr, '{lr}', two words, 'a \"b\"', c d] }"));
    }

    [Fact]
    public void AProgram_MayBeGivenADatasetThatSweepBrings() =>
        Assert.Equal(new(DatasetSpec.Cifar10, null, null), Read("experiment: { command: a }\ndataset: cifar10").Dataset);

    [Theory]
    [InlineData("experiment: train.py",
        "it.yaml, line 2: experiment cannot be 'train.py'; write for instance experiment: { command: [python3, train.py, --lr, \"{lr}\"] }.")]
    [InlineData("experiment: { folder: . }",
        "it.yaml, line 2: experiment has no command; add for instance command: [python3, train.py, --lr, \"{lr}\"].")]
    [InlineData("experiment: { command: [] }",
        "it.yaml, line 2: experiment.command names no program; write for instance command: [python3, train.py, --lr, \"{lr}\"].")]
    [InlineData("experiment:\n  command: 'a | b'",
        "it.yaml, line 3: experiment.command has a | outside of quotes, which only a shell understands, and none is started; "
            + "put it in quotes, or give the line to a shell: [sh, -c, '…'].")]
    [InlineData("experiment: { command: \"a 'b\" }", "it.yaml, line 2: experiment.command has a quote ' that is not closed.")]
    [InlineData("experiment: { command: [a, {lr}] }",
        "it.yaml, line 2: experiment.command has {lr} without quotes, which YAML takes for a section; write \"{lr}\".")]
    [InlineData("experiment: { command: 'a {rl}' }", "it.yaml, line 2: experiment.command: The command has {rl}, which is no hyperparameter")]
    [InlineData("experiment: { command: a, comand: b }",
        "it.yaml, line 2: the key 'comand' is not known in experiment; did you mean 'command'")]
    [InlineData("experiment:\n  command: a\n  timeout: 2",
        "it.yaml, line 4: experiment.timeout '2' is no time of more than 0 s and at most 40 days, written as 90s, 30m, 2h, 1h30m or 2d.")]
    [InlineData("experiment:\n  command: a\n  env:\n    SWEEP_X: 1",
        "it.yaml, line 5: experiment.env 'SWEEP_X' is given to the program by Sweep itself; take another name.")]
    [InlineData("experiment:\n  command: a\n  env: { 'A B': 1 }",
        "it.yaml, line 4: experiment.env 'A B' is no name of a variable: letters, digits and '_', and no digit first.")]
    [InlineData("experiment:\n  command: a\n  env: { KEY: 1 }\n  secretEnv: [KEY]",
        "it.yaml, line 5: experiment.secretEnv 'KEY' is in env as well; keep one of them, and no secret in env, which is stored.")]
    [InlineData("experiment: { command: a }\nmodel: notebook-cnn",
        "it.yaml, line 3: model is beside experiment:, which says what is trained; remove model, or experiment where a built-in network is meant.")]
    [InlineData("experiment: { command: a }\nprecision: mixed", "it.yaml, line 3: precision is that of the built-in network; remove it")]
    [InlineData("experiment: { command: a }\narithmetic: libtorch", "it.yaml, line 3: arithmetic is that of the built-in network; remove it")]
    [InlineData("experiment: { command: a }\ndataset: shapes10", "it.yaml, line 3: dataset 'shapes10' is not known; known are none, cifar10.")]
    [InlineData("experiment: { command: a }\ndataset: { name: cifar10, train: 10 }",
        "it.yaml, line 3: dataset cannot be a section with keys of its own; a program is given whole datasets, so write dataset: cifar10.")]
    [InlineData("experiment: { command: a }\nsharing: true",
        "it.yaml, line 3: sharing is on, but the program does not continue from checkpoints; "
            + "write experiment.continues: true where it does, or leave sharing out.")]
    [InlineData("experiment: { command: a }\nobjective: { maximize: lr }",
        "The sweep's objective 'lr' is a hyperparameter of this sweep; name a metric that the program reports.")]
    [InlineData("experiment: { command: a }\nmetrics: { f1: 'F1' }", "it.yaml, line 3: metrics: The pattern of f1 has 0 groups")]
    [InlineData("dataset: shapes10\nmetrics: { f1: 'F1=(.*)' }",
        "it.yaml, line 3: metrics is only for a program, whose numbers it finds in what the program prints; remove it or write experiment: too.")]
    public void AMistake_IsOneSentenceWithLineAndRemedy(string text, string message) =>
        Assert.StartsWith(message, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void TheFolderAndTheOriginOfTheCode_AreNoPartOfWhatIsTrained()
    {
        var spec = Read("experiment: { command: a, folder: here }");
        var other = spec with { Program = spec.Program! with { Folder = "there", Origin = new(new('a', 40), true) } };
        Assert.Equal(spec, other);
        Assert.NotEqual(spec, spec with { Program = spec.Program! with { Code = new('a', 64) } });
        Assert.DoesNotContain("there", JsonSerializer.Serialize(other), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatComesAsJson_IsRefusedLikeWhatComesAsAFile()
    {
        var good = Read("experiment: { command: 'a {lr}' }");
        SpecRules.Check(good);
        Refuses(program => program with { Command = [] }, "The sweep's experiment.command names no program");
        Refuses(program => program with { Command = default }, "The sweep's experiment.command names no program");
        Refuses(program => program with { Command = ["a", "{rl}"] }, "The sweep's experiment.command: The command has {rl}");
        Refuses(program => program with { Command = ["a\0"] }, "The sweep's experiment.command has a character");
        Refuses(program => program with { Command = ["a", new('x', 40_000)] }, "The sweep's experiment is longer than 32768 bytes altogether");
        Refuses(program => program with { Code = "../x" }, "The sweep's experiment.code '../x' is no SHA-256");
        Refuses(program => program with { TimeoutSeconds = double.NaN }, "The sweep's experiment.timeout 'NaN' is no time");
        Refuses(program => program with { StallSeconds = -1 }, "The sweep's experiment.stall '-1' is no time");
        Refuses(program => program with { SecretEnvironment = ["SWEEP_HOME"] }, "The sweep's experiment.secretEnv 'SWEEP_HOME' is given");
        Assert.StartsWith("The sweep's model 'notebook-cnn' is not known; known are program.",
            Assert.Throws<BadInputException>(() => SpecRules.Check(good with { Model = new(ModelSpec.NotebookCnn) })).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("The sweep's sharing is on", Assert.Throws<BadInputException>(
            () => SpecRules.Check(good with { Sharing = true })).Message, StringComparison.Ordinal);

        void Refuses(Func<ProgramSpec, ProgramSpec> change, string message) => Assert.StartsWith(
            message,
            Assert.Throws<BadInputException>(() => SpecRules.Check(good with { Program = change(good.Program!) })).Message,
            StringComparison.Ordinal);
    }
}
