using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;
using Sweep.GpuAgent.Programs;
using Sweep.GpuAgent.Tests.Trainers;
using Sweep.Protocol.Messages;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Programs;

/// <summary>Programs of people, as shell scripts: what they are told, and what becomes of what they say.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class ProgramTrainerTests : IDisposable
{
    private const string Report = """echo '{"valLoss": 0.5}'""";

    private readonly ProgramInTest here = new();

    public void Dispose() => here.Dispose();

    [Fact]
    public void AProgram_IsToldItsRun_InItsCommand_ItsEnvironmentAndAFile()
    {
        var spec = new ProgramSpec(["sh", "-c", """
            echo "arguments $*"; echo "place $PWD"; echo "file $(cat "$SWEEP_PARAMETERS")"
            echo "own $SWEEP_LR $SWEEP_BATCHSIZE $SWEEP_SEED $SWEEP_EPOCHS $MINE"
            echo "ids $SWEEP_TRIAL $SWEEP_RUN $SWEEP_DATA ${SWEEP_CHECKPOINT-none}"
            echo made > "$SWEEP_WORK/file"; [ -s "$SWEEP_WORK/file" ] && echo "scratch"
            """ + "\n" + Report, "program", "--lr", "{lr}", "--seed={seed}"])
        {
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("MINE", "mine"),
        };
        var order = ProgramInTest.Order(spec, toEpoch: 3);

        Assert.Equal(RunEnding.Completed, here.Train(order, null));

        Assert.Equal("arguments --lr 0.001 --seed=0", here.Log[0]);
        Assert.Equal($"place {here.Places.Code}", here.Log[1]);
        Assert.Equal(3, JsonDocument.Parse(here.Log[2]["file ".Length..]).RootElement.GetProperty("epochs").GetInt32());
        Assert.Equal("own 0.001 8 0 3 mine", here.Log[3]);
        Assert.Equal($"ids {order.Parameters.For(3).TrialOf(order.Sweep)} {order.Run} {here.Places.Data} none", here.Log[4]);
        Assert.Equal("scratch", here.Log[5]);
        Assert.False(Directory.Exists(here.Places.Scratch));
    }

    [Fact]
    public void Epochs_AreTold_InOrder_TheLastWhenTheProgramHasEnded()
    {
        Assert.Equal(RunEnding.Completed, here.Train(ProgramInTest.Shell("""
            for epoch in 1 2 3; do echo "{\"epoch\": $epoch, \"valLoss\": 0.$epoch}"; done
            """), toEpoch: 3));

        Assert.Equal([(1, 0.1), (2, 0.2), (3, 0.3)], here.Epochs.Select(epoch => (epoch.Epoch, epoch.ValLoss)));
        Assert.All(here.Checkpoints, Assert.Null);
    }

    [Fact]
    public void TheSweepsMetric_MustBeThereAtTheEnd_AndHasDivergedWhereItIsNotFinite()
    {
        var order = ProgramInTest.Order(ProgramInTest.Shell("""echo '{"f1": NaN, "other": 1}'""")) with { Metric = "f1" };
        Assert.Equal(RunEnding.Diverged, here.Train(order, null));
        Assert.Equal((double.NaN, 1), (here.Epochs[0].Values["f1"], here.Epochs[0].Values["other"]));

        var ended = Assert.Throws<ProgramEndedException>(() => here.Train(order with { Metric = "recall" }, null));
        Assert.StartsWith("The program ended without a value of recall", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AProgram_HasTheSignalsOfOneThatIsStartedByAShell()
    {
        // No shell between: some let all signals through themselves.
        using (Signals.BlockOnThisThread(Signals.Terminate))
            Assert.Throws<ProgramEndedException>(() => here.Train(new(["grep", "-E", "SigIgn|SigBlk", "/proc/self/status"])));
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], here.Log);
    }

    [Fact]
    public void AProgram_LeadsASessionOfItsOwn()
    {
        Assert.Equal(RunEnding.Completed, here.Train(ProgramInTest.Shell("echo $$; cut -d ' ' -f 1,5,6 /proc/$$/stat\n" + Report)));
        Assert.Equal($"{here.Log[0]} {here.Log[0]} {here.Log[0]}", here.Log[1]);
    }

    /// <summary>A pipe that another holds open too has no end where its reader waits for that.</summary>
    [Fact]
    public void AProgram_HasAPipeWithNothingToRead_OneForEachOfItsOutputs_AndNoOtherOfItsTrainer()
    {
        Assert.Equal(RunEnding.Completed, here.Train(ProgramInTest.Shell("""
            read -r line || echo "nothing to read$line"
            readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 /proc/$$/fd/*
            """ + "\n" + Report)));

        Assert.Equal("nothing to read", here.Log[0]);
        string[] own = [.. here.Log.Skip(1).Take(3)];
        Assert.All(own, file => Assert.StartsWith("pipe:", file, StringComparison.Ordinal));
        Assert.Distinct(own);
        // Whoever runs the tests may have left some open to all that are started.
        var inherited = Directory.EnumerateFiles("/proc/self/fd").Where(IsInherited).Select(file => File.ResolveLinkTarget(file, false)!.Name);
        Assert.Empty(here.Log.Where(file => file.StartsWith("pipe:", StringComparison.Ordinal)).Except([.. own, .. inherited]));
    }

    private static bool IsInherited(string file)
    {
        const int CloseOnExec = 0x80000;
        try
        {
            var description = File.ReadLines(file.Replace("/fd/", "/fdinfo/", StringComparison.Ordinal));
            var flags = description.First(line => line.StartsWith("flags:", StringComparison.Ordinal))["flags:".Length..];
            return (Convert.ToInt32(flags.Trim(), 8) & CloseOnExec) == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public void ALossThatIsNotFinite_EndsTheProgramAsDiverged()
    {
        Assert.Equal(RunEnding.Diverged, here.Train(ProgramInTest.Shell("""
            echo '{"epoch": 1, "valLoss": NaN}'
            exec sleep 10000
            """), toEpoch: 3));
        Assert.True(Assert.Single(here.Epochs).Diverged);
    }

    [Theory]
    [InlineData("exit code", "echo first >&2; echo 'it broke' >&2; exit 3", Outcome.TrainerCrashed, "The program exited with code 3. It said:\nfirst\nit broke")]
    [InlineData("a signal", "kill -SEGV $$", Outcome.TrainerCrashed, "The program was ended by signal 11.")]
    [InlineData("memory", "echo MemoryError >&2; exit 1", Outcome.OutOfMemory, "The program exited with code 1 for lack of memory: it says 'MemoryError'.")]
    [InlineData("no report", "echo done", Outcome.BadConfiguration, "The program exited with 0 and reported nothing: print a JSON object with numbers on a line of stdout, "
        + "for instance {\"loss\": 0.5}, or find them in its text with metrics:.")]
    [InlineData("against the contract, and goes on", """echo '{"epoch": 0, "valLoss": 1}'; exec sleep 10000""", Outcome.BadConfiguration,
        "Line 1 reports epoch 0: count epochs from 1.")]
    [InlineData("a hundred megabytes on one line", """printf '{"f1": '; head -c 104857600 /dev/zero | tr '\0' 1; echo '}'""", Outcome.BadConfiguration,
        "Line 1 begins like a report and is too long to be read: print at most 1 MiB on a line.")]
    [InlineData("a full disk, which a device stands for", "head -c 1000 /dev/zero > /dev/full", Outcome.TrainerCrashed, "No space left on device")]
    public void AProgramThatDoesNotDoItsWork_EndsInOneClearSentence(string _, string script, Outcome outcome, string sentence)
    {
        var ended = Assert.Throws<ProgramEndedException>(() => here.Train(ProgramInTest.Shell(script)));
        Assert.Equal(outcome, ended.Outcome);
        Assert.Contains(sentence, ended.Message, StringComparison.Ordinal);
        Assert.False(ended.AgentsOwn);
    }

    [Fact]
    public void AProgramThatIsNotThere_IsTheAgentsOwnTrouble_AndOneThatTheCodeLacksIsNot()
    {
        var missing = Assert.Throws<ProgramEndedException>(() => here.Train(new(["no-such-program", "x"])));
        Assert.Equal((Outcome.BadConfiguration, true), (missing.Outcome, missing.AgentsOwn));
        Assert.Equal("This agent's machine has no program no-such-program: install it there, or name another.", missing.Message);

        var lacking = Assert.Throws<ProgramEndedException>(() => here.Train(new(["./train.sh"])));
        Assert.Equal((Outcome.BadConfiguration, false), (lacking.Outcome, lacking.AgentsOwn));

        File.WriteAllText(here.CodeFile("train.sh"), "#!/bin/sh\n" + Report);
        Assert.Contains("chmod +x", Assert.Throws<ProgramEndedException>(() => here.Train(new(["./train.sh"]))).Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(here.CodeFile("train.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(RunEnding.Completed, here.Train(new(["./train.sh"])));
    }

    /// <summary>What is not started as it stands is left to <c>env</c>, with its words and exit codes.</summary>
    [Theory]
    [InlineData("no interpreter named", "echo 'said' >&2; exit 9", "The program exited with code 9. It said:\nsaid")]
    [InlineData("an interpreter that is not there", "#!/no/such/interpreter\n", "The program exited with code 127. It said:\nenv: ")]
    public void AScript_ThatTheSystemDoesNotStartByItself_EndsAsInAShell(string _, string script, string sentence)
    {
        Executes("script", script);
        var ended = Assert.Throws<ProgramEndedException>(() => here.Train(new(["./script"])));
        Assert.Equal(Outcome.TrainerCrashed, ended.Outcome);
        Assert.StartsWith(sentence, ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AScriptWithoutAnInterpreter_IsToldItsArguments_AndHasTheSignalsOfAShell()
    {
        Executes("script", """echo "$# $1 $2"; grep SigIgn /proc/self/status; """ + Report);
        Assert.Equal(RunEnding.Completed, here.Train(new(["./script", "a b", "{lr}"])));
        Assert.Equal(["2 a b 0.001", "SigIgn:\t0000000000000000"], here.Log.Take(2));
    }

    [Fact]
    public void AFolder_IsNoProgram()
    {
        Directory.CreateDirectory(here.CodeFile("folder"));
        Assert.Equal(
            "There is no ./folder to start: it is looked for from the folder of the experiment.",
            Assert.Throws<ProgramEndedException>(() => here.Train(new(["./folder"]))).Message);
    }

    [Theory]
    [InlineData("a folder of the experiment", "bin:/usr/bin:/bin")]
    [InlineData("where it is started, which an empty place means", ":/usr/bin:/bin")]
    [InlineData("after a place that is not there", "/no/such/place:bin:/usr/bin:/bin")]
    [InlineData("after a folder of that name", "folders:bin:/usr/bin:/bin")]
    public void AProgram_IsLookedFor_InThePathOfItsOwnEnvironment_FromWhereItIsStarted(string _, string path)
    {
        Directory.CreateDirectory(here.CodeFile("folders/cat"));
        Executes("cat", "#!/bin/sh\n" + Report);
        Executes("bin/cat", "#!/bin/sh\n" + Report);
        Assert.Equal(RunEnding.Completed, here.Train(WithPath(path)));
        Assert.Equal(0.5, here.Epochs[0].ValLoss);
    }

    [Fact]
    public void AProgram_ThatThePathOfItsOwnEnvironmentLacks_IsNotThere()
    {
        var ended = Assert.Throws<ProgramEndedException>(() => here.Train(WithPath("/no/such/place")));
        Assert.Equal(Outcome.TrainerCrashed, ended.Outcome);
        Assert.StartsWith("The program exited with code 127. It said:\nenv: ", ended.Message, StringComparison.Ordinal);
        Assert.Contains("cat", ended.Message, StringComparison.Ordinal);
    }

    private static ProgramSpec WithPath(string path) =>
        new(["cat"]) { Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PATH", path) };

    private void Executes(string name, string script)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(here.CodeFile(name))!);
        File.WriteAllText(here.CodeFile(name), script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(here.CodeFile(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Fact]
    public void ACommandThatIsTooLong_IsRefusedInOneSentence_AndTheNextOneRuns()
    {
        var ended = Assert.Throws<ProgramEndedException>(() => here.Train(new(["sh", "-c", Report, new string('x', 1 << 20)])));
        Assert.Equal(
            (Outcome.BadConfiguration, false,
                "sh cannot be started with so long a command or environment: put what is long into a file of the experiment."),
            (ended.Outcome, ended.AgentsOwn, ended.Message));
        Assert.Equal(RunEnding.Completed, here.Train(ProgramInTest.Shell(Report)));
    }

    [Fact]
    public void AMillionLines_AreRead_AndTheReportAfterThemCounts()
    {
        Assert.Equal(RunEnding.Completed, here.Train(ProgramInTest.Shell("yes line | head -n 1000000\n" + Report)));
        Assert.Equal(1_000_001, here.Log.Count);
        Assert.Equal(0.5, Assert.Single(here.Epochs).ValLoss);
    }

    [Fact]
    public void OutputThatIsNotUtf8_IsToldInTheLog_AndAReportBesideItCounts()
    {
        Assert.Equal(RunEnding.Completed, here.Train(ProgramInTest.Shell("""printf 'Gr\374\337e\n'""" + "\n" + Report)));
        Assert.Contains(here.Log, line => line.StartsWith("sweep: Line 1 is not UTF-8", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a line that never comes", "exec sleep 10000", 10_000, 0.2, "The program printed no line for 0.2 s.")]
    [InlineData("a program that never ends", "while :; do echo x; sleep 0.05; done", 0.5, 10_000, "The program ran for longer than its timeout of 0.5 s.")]
    public void AProgramIsEnded_AfterSilence_AndAfterItsTime(string _, string script, double timeout, double silence, string sentence)
    {
        var spec = ProgramInTest.Shell(script) with { TimeoutSeconds = timeout, StallSeconds = silence };
        var ended = Assert.Throws<ProgramEndedException>(() => here.Train(spec));
        Assert.Equal((Outcome.TimedOut, sentence), (ended.Outcome, ended.Message));
    }

    /// <summary>The leader and a child that ignore being asked, a child in a group of its own, and one in a session of its own.</summary>
    private const string WithChildren = """
        trap '' TERM
        (while :; do sleep 100; done) & echo $! > children
        set -m; sleep 10000 & echo $! >> children; set +m
        setsid sh -c 'echo $$ > daemon; exec sleep 10000' &
        while [ ! -s daemon ]; do sleep 0.01; done
        echo begun
        """;

    [Fact]
    public void AProgramThatIgnoresBeingAsked_IsKilled_WithEveryProcessThatItMade()
    {
        using var stubborn = new ProgramInTest { Grace = TimeSpan.FromMilliseconds(50) };
        var spec = ProgramInTest.Shell(WithChildren + "\nwhile :; do sleep 100; done") with { StallSeconds = 0.5 };
        Assert.Equal(Outcome.TimedOut, Assert.Throws<ProgramEndedException>(() => stubborn.Train(spec)).Outcome);
        NoneLives(stubborn);
    }

    [Fact]
    public void ChildrenThatOutliveTheirProgram_AreKilled_AndItsReportCounts()
    {
        Assert.Equal(RunEnding.Completed, here.Train(ProgramInTest.Shell(WithChildren + "\n" + Report)));
        NoneLives(here);
    }

    [Fact]
    public void AProgramThatCannotContinue_IsAskedToEnd_AsSoonAsItIsToStop()
    {
        here.OnLine = _ => here.StopAtEpochEnd = true;
        Assert.Equal(RunEnding.Stopped, here.Train(ProgramInTest.Shell("""
            trap 'echo asked; exit 0' TERM
            echo begun
            while :; do sleep 0.02; done
            """)));
        Assert.Contains("asked", here.Log);
    }

    [Fact]
    public void AProgramThatContinues_IsAskedToEnd_AtItsEpochsEnd()
    {
        here.OnLine = _ => here.StopAtEpochEnd = true;
        Assert.Equal(RunEnding.Stopped, here.Train(ProgramInTest.Shell("""
            trap 'exit 0' TERM
            echo begun
            sleep 0.3
            echo 1 > "$SWEEP_CHECKPOINT/state"
            echo '{"epoch": 1, "valLoss": 0.5}'
            while :; do sleep 0.02; done
            """) with { Continues = true }, toEpoch: 2));
        Assert.NotNull(Assert.Single(here.Checkpoints));
    }

    /// <summary>Counts on in a file, and says what it has counted.</summary>
    private const string Counting = """
        state=$(cat "$SWEEP_CHECKPOINT/state" 2> /dev/null || echo 0)
        while [ "$state" -lt "$SWEEP_EPOCHS" ]; do
            state=$((state + 1))
            echo "$state" > "$SWEEP_CHECKPOINT/next"; mv "$SWEEP_CHECKPOINT/next" "$SWEEP_CHECKPOINT/state"
            echo "{\"epoch\": $state, \"valLoss\": $state}"
            sleep "${PAUSE-0.2}"
        done
        """;

    [Fact]
    public void AProgramThatContinues_GoesOnWhereTheCheckpointOfAnEpochLeftIt()
    {
        var spec = ProgramInTest.Shell(Counting) with { Continues = true };
        Assert.Equal(RunEnding.Completed, here.Train(spec, toEpoch: 3));
        Assert.Equal([1, 2, 3], here.Epochs.Select(epoch => epoch.Epoch));
        Assert.NotNull(here.Checkpoints[^1]);

        GoesOnFromEveryCheckpoint(spec, here, toEpoch: 3);
    }

    [Fact]
    public void WhereFewerCheckpointsAreAskedFor_TheOthersAreNotPacked()
    {
        var order = ProgramInTest.Order(ProgramInTest.Shell(Counting) with { Continues = true }, toEpoch: 4);
        Assert.Equal(RunEnding.Completed, here.Train(order with { Checkpoints = new(new(Epochs: 100), [2]) }, null));

        Assert.Equal([1, 2, 3, 4], here.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal((null, null), (here.Checkpoints[0], here.Checkpoints[2]));
        Assert.NotNull(here.Checkpoints[3]);
    }

    /// <summary>
    /// It may have kept the next epoch before it could be made to stand still. Such a checkpoint is not taken where that shows, and where it
    /// does not, on a machine with much else to do, the run does not go on from it as if it were the right one: an earlier one is tried.
    /// </summary>
    [Fact]
    public void AProgramWhoseEpochsAreShort_NeverGoesOnFromTheCheckpointOfAnotherEpoch()
    {
        var spec = ProgramInTest.Shell("PAUSE=0\n" + Counting) with { Continues = true };
        Assert.Equal(RunEnding.Completed, here.Train(spec, toEpoch: 30));
        Assert.Equal(Enumerable.Range(1, 30), here.Epochs.Select(epoch => epoch.Epoch));
        Assert.NotNull(here.Checkpoints[^1]);

        GoesOnFromEveryCheckpoint(spec, here, toEpoch: 31, orIsRefused: true);
    }

    private static void GoesOnFromEveryCheckpoint(ProgramSpec spec, ProgramInTest trained, int toEpoch, bool orIsRefused = false)
    {
        var kept = trained.Checkpoints.Select((file, i) => (file, Epoch: i + 1)).Where(one => one.file is not null && one.Epoch < toEpoch);
        Assert.All(kept, one =>
        {
            using var other = new ProgramInTest();
            try
            {
                Assert.Equal(
                    RunEnding.Completed, other.Train(ProgramInTest.Order(spec, toEpoch, new(one.Epoch, new string('a', 64), 1)), one.file));
            }
            catch (ProgramEndedException ahead) when (orIsRefused && ahead.Outcome is Outcome.CheckpointLost)
            {
                Assert.Empty(other.Epochs);
                return;
            }
            Assert.Equal(Enumerable.Range(one.Epoch + 1, toEpoch - one.Epoch), other.Epochs.Select(epoch => epoch.Epoch));
        });
    }

    [Fact]
    public void AFileThatIsNoPackedFolder_IsNoCheckpointOfAProgram()
    {
        File.WriteAllText(here.CodeFile("file"), "none");
        Assert.Throws<CheckpointUnusableException>(() => here.Train(
            ProgramInTest.Order(ProgramInTest.Shell(Counting) with { Continues = true }, 2, new(1, new string('a', 64), 1)), here.CodeFile("file")));
    }

    [Fact]
    public void Setup_IsRunOnceForACode_AndTheProgramFindsWhatItMade()
    {
        var spec = ProgramInTest.Shell("""cat "$SWEEP_SETUP/made" """ + "\n" + Report) with
        {
            Setup = ["sh", "-c", """echo setup; echo x >> "$SWEEP_SETUP/made" """],
        };
        here.Train(spec);
        here.Train(spec);
        Assert.Equal(["setup", "x"], here.Log.Where(line => !line.StartsWith('{')).Take(2));
        Assert.Single(here.Log, line => line == "setup");

        here.Train(spec with { Setup = ["sh", "-c", """echo other; echo y > "$SWEEP_SETUP/made" """] });
        Assert.Contains("y", here.Log);
    }

    [Fact]
    public void SetupThatFails_IsTheAgentsOwnTrouble_AndIsTriedAgain()
    {
        var spec = ProgramInTest.Shell(Report) with { Setup = ["sh", "-c", "[ -e ready ] && exit 0; echo 'no such package' >&2; exit 7"] };
        var failed = Assert.Throws<ProgramEndedException>(() => here.Train(spec));
        Assert.Equal((Outcome.BadConfiguration, true), (failed.Outcome, failed.AgentsOwn));
        Assert.Equal(
            "The setup of the experiment ended with code 7 on this agent: mend the machine, or setup:. It said:\nno such package", failed.Message);
        Assert.Null(here.Provenance);

        File.WriteAllText(here.CodeFile("ready"), "");
        Assert.Equal(RunEnding.Completed, here.Train(spec));
    }

    [Fact]
    public void ASecret_GoesToTheProgram_AndToNoLog()
    {
        Environment.SetEnvironmentVariable("SOME_API_KEY", "s3cret-value");
        var spec = ProgramInTest.Shell("""[ "$SOME_API_KEY" = s3cret-value ] && echo "key is $SOME_API_KEY"; echo "$SOME_API_KEY" >&2; exit 1""") with
        {
            SecretEnvironment = ["SOME_API_KEY"],
        };
        var ended = Assert.Throws<ProgramEndedException>(() => here.Train(spec));
        Assert.Contains("key is •••", here.Log);
        Assert.DoesNotContain("s3cret", ended.Message + string.Concat(here.Log), StringComparison.Ordinal);

        var missing = Assert.Throws<ProgramEndedException>(() => here.Train(spec with { SecretEnvironment = ["NO_SUCH_KEY"] }));
        Assert.Equal((Outcome.BadConfiguration, true), (missing.Outcome, missing.AgentsOwn));
        Assert.Contains("NO_SUCH_KEY", missing.Message, StringComparison.Ordinal);
    }

    private static void NoneLives(ProgramInTest program)
    {
        int[] made = [.. program.Noted("children"), .. program.Noted("daemon")];
        Assert.Equal(3, made.Length);
        Assert.All(made, id => Assert.False(Processes.Lives(id)));
    }
}
