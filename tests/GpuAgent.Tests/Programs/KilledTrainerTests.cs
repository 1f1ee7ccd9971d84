using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sweep.Experiments.Running;
using Sweep.GpuAgent.Programs;
using Sweep.GpuAgent.Tests.Trainers;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Programs;

/// <summary>Real trainer processes with programs that make processes of all kinds: however the trainer ends, none of them is left.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class KilledTrainerTests
{
    /// <summary>A child, one in a group of its own, and one in a session of its own without the environment of the others' parents.</summary>
    private const string Program = """
        trap '' TERM
        sleep 10000 & echo $! > made
        set -m; sleep 10000 & echo $! >> made; set +m
        setsid sh -c 'echo $$ > daemon; sleep 10000 & exec sleep 10000' > /dev/null 2>&1 &
        while [ ! -s daemon ]; do sleep 0.01; done
        echo $$ >> made; cat daemon >> made
        echo begun
        while :; do sleep 100; done
        """;

    [Fact]
    public async Task KilledTrainer_HasEndedForItsAgent_WhenNoProcessOfItsProgramIsLeft()
    {
        using var trainer = new TrainerInTest();
        await Begins(trainer);
        Signals.Send(trainer.Pid, Signals.Kill);

        Assert.Equal(128 + Signals.Kill, (await trainer.Exit).Code);
        NoneLives(trainer.Folder.Path);
    }

    [Fact]
    public async Task KilledTrainer_WhoseGuardWasKilledBefore_LeavesNoProcessOfItsProgram()
    {
        using var trainer = new TrainerInTest();
        await Begins(trainer);
        var killed = Assert.Single(GuardsOf(trainer.Pid));
        Signals.Send(killed, Signals.Kill);
        while (GuardsOf(trainer.Pid) is not [var guard] || guard == killed)
            await MadeProcesses.ALittle();
        Signals.Send(trainer.Pid, Signals.Kill);

        Assert.Equal(128 + Signals.Kill, (await trainer.Exit).Code);
        NoneLives(trainer.Folder.Path);
    }

    [Fact]
    public async Task KilledTrainer_WhoseGuardWasKilledBetweenTwoPrograms_LeavesNoProcessOfTheSecond()
    {
        using var trainer = new TrainerInTest();
        await trainer.TrainToEnd(ProgramInTest.Order(ProgramInTest.Shell("""echo '{"valLoss": 0.5}'""")));
        Signals.Send(Assert.Single(GuardsOf(trainer.Pid)), Signals.Kill);
        while (GuardsOf(trainer.Pid).Count > 0)
            await MadeProcesses.ALittle();
        await Begins(trainer);
        Signals.Send(trainer.Pid, Signals.Kill);

        Assert.Equal(128 + Signals.Kill, (await trainer.Exit).Code);
        NoneLives(trainer.Folder.Path);
    }

    [Fact]
    public async Task TrainerWhoseAgentIsGone_EndsWithItsProgram()
    {
        using var folder = new TemporaryFolder();
        using var trainer = Process.Start(Some.TrainerCommand.For(Some.Slots(1)[0]))!;
        TrainerOrder order = new TrainOrder(Order, null, folder.Path);
        await trainer.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, TrainerJson.Default.TrainerOrder));
        await trainer.StandardInput.FlushAsync();
        while (await trainer.StandardOutput.ReadLineAsync(Some.Soon()) is { } line && !line.Contains("begun", StringComparison.Ordinal))
        {
        }

        trainer.StandardInput.Close();
        await trainer.StandardError.ReadToEndAsync(Some.Soon());
        await trainer.WaitForExitAsync(Some.Soon());
        NoneLives(folder.Path);
    }

    [Fact]
    public async Task TheTrainer_TakesTheNextOrder_AfterAProgramThatLeftChildren()
    {
        using var trainer = new TrainerInTest();
        var told = await trainer.TrainToEnd(ProgramInTest.Order(ProgramInTest.Shell(
            "sleep 10000 & setsid sleep 10000 &\n" + """echo '{"valLoss": 0.5}'""")));
        Assert.Equal(Outcome.Completed, Assert.IsType<OrderEnded>(told[^1]).Outcome);
        Assert.Equal([1], told.OfType<EpochTrained>().Select(epoch => epoch.Metrics.Epoch));

        var next = await trainer.TrainToEnd(ProgramInTest.Order(ProgramInTest.Shell("echo 'it broke' >&2; exit 3")));
        var ended = Assert.IsType<OrderEnded>(next[^1]);
        Assert.Equal((Outcome.TrainerCrashed, "The program exited with code 3. It said:\nit broke"), (ended.Outcome, ended.Detail));
        Assert.Contains("it broke\n", next.OfType<Printed>().Select(printed => printed.Text));
        Assert.False(trainer.HasExited);
    }

    /// <summary>Whoever ignores that a child has ended is not told how, and hands that on.</summary>
    [Fact]
    public async Task TrainerOfAnAgentThatIgnoresItsChildren_KnowsHowAProgramEnded()
    {
        using var folder = new TemporaryFolder();
        var plain = Some.TrainerCommand.For(Some.Slots(1)[0]);
        var start = new ProcessStartInfo("env", ["--ignore-signal=CHLD", plain.FileName, .. plain.ArgumentList])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var trainer = Process.Start(start)!;
        TrainerOrder order = new TrainOrder(
            ProgramInTest.Order(ProgramInTest.Shell("echo 'it broke' >&2; exit 3")), null, folder.Path);
        await trainer.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, TrainerJson.Default.TrainerOrder));
        await trainer.StandardInput.FlushAsync();
        OrderEnded? ended = null;
        while (ended is null && await trainer.StandardOutput.ReadLineAsync(Some.Soon()) is { } line)
            ended = JsonSerializer.Deserialize(line, TrainerJson.Default.TrainerEvent) as OrderEnded;

        trainer.StandardInput.Close();
        var log = await trainer.StandardError.ReadToEndAsync(Some.Soon());
        await trainer.WaitForExitAsync(Some.Soon());
        Assert.Equal(("The program exited with code 3. It said:\nit broke", ""), (ended?.Detail, log));
    }

    private static RunOrder Order => ProgramInTest.Order(ProgramInTest.Shell(Program));

    /// <summary>The shells of this trainer that guard, and are not over: their arguments end with that name.</summary>
    private static List<int> GuardsOf(int trainer) => [.. from folder in Directory.EnumerateDirectories("/proc")
                                                          where int.TryParse(Path.GetFileName(folder), out _)
                                                          where Read(folder, "stat") is var stat && stat[(stat.LastIndexOf(')') + 1)..].Split(' ') is [_, _, var parent, ..]
                                                              && parent == trainer.ToString(CultureInfo.InvariantCulture)
                                                          where Read(folder, "cmdline").EndsWith("\0guard\0", StringComparison.Ordinal)
                                                          select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)];

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task Begins(TrainerInTest trainer)
    {
        trainer.Train(Order);
        await trainer.Told.Until(all => all.OfType<Printed>().Any(printed => printed.Text.Contains("begun", StringComparison.Ordinal)));
    }

    private static void NoneLives(string work) =>
        MadeProcesses.NoneLives(Path.Combine(work, "scratch", "made"), count: 4);
}
