using Sweep.Experiments.Running;
using Sweep.GpuAgent.Programs;
using Sweep.GpuAgent.Tests.Trainers;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Programs;

/// <summary>A guard and programs in this very process; that the process is gone is to a guard that its pipe is.</summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class ProgramGuardTests : IDisposable
{
    private const string Endless = """
        sleep 10000 & echo $! > made
        setsid sh -c 'echo $$ > daemon; exec sleep 10000' &
        while [ ! -s daemon ]; do sleep 0.01; done
        echo $$ >> made; cat daemon >> made
        echo begun
        while :; do sleep 100; done
        """;

    private readonly TemporaryFolder folder = new();
    private readonly ProgramGuard guard = new();

    public void Dispose()
    {
        guard.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void OneGuard_IsThereForAllProgramsOfATrainer_AndIsGoneWithIt()
    {
        Runs("echo 1");
        var first = guard.Id!.Value;
        Runs("echo 2");
        Assert.Equal(first, guard.Id);

        guard.Dispose();
        Assert.False(Processes.Lives(first));
    }

    [Fact]
    public void TheGuard_KillsTheProgramThatRuns_WhenItsTrainerIsGone_AndNoOther()
    {
        using var others = new ProgramGuard();
        using var other = ProgramProcess.Start(["sh", "-c", "echo begun; exec sleep 10000"], folder.Path, [], others);
        Begun(other);
        using var program = Begin();

        guard.Dispose();
        NoneLives();
        Assert.False(other.TryTake(TimeSpan.Zero, out _));
    }

    [Fact]
    public async Task AGuardThatIsKilledWhileAProgramRuns_IsFollowedByAnother_WhichGuardsIt()
    {
        using var program = Begin();
        var first = await IsKilled();
        while (guard.Id == first || guard.Id is not { } next || !Processes.Lives(next))
            await MadeProcesses.ALittle();

        guard.Dispose();
        NoneLives();
    }

    [Fact]
    public async Task AsOftenAsAGuardIsKilled_AnotherIsThere()
    {
        using var program = Begin();
        for (var i = 0; i < 5; i++)
        {
            var killed = await IsKilled();
            while (guard.Id == killed)
                await MadeProcesses.ALittle();
        }

        guard.Dispose();
        NoneLives();
    }

    [Fact]
    public async Task AGuardThatIsKilledBetweenTwoPrograms_IsFollowedByAnother_WithTheNext()
    {
        Runs("echo 1");
        var first = await IsKilled();
        Runs("echo 2");
        Assert.NotEqual(first, guard.Id);

        using var program = Begin();
        guard.Dispose();
        NoneLives();
    }

    [Fact]
    public void AGuardThatHasEnded_IsStartedAnew_WithTheNextProgram()
    {
        Runs("echo 1");
        guard.Dispose();
        Assert.Null(guard.Id);
        Runs("echo 2");

        using var program = Begin();
        guard.Dispose();
        NoneLives();
    }

    private ProgramProcess Begin()
    {
        var program = ProgramProcess.Start(["sh", "-c", Endless], folder.Path, [], guard);
        Begun(program);
        return program;
    }

    private static void Begun(ProgramProcess program)
    {
        Assert.True(program.TryTake(Some.Deadline, out var said));
        Assert.Equal("begun", Assert.IsType<ProgramEvent.Printed>(said).Line.Text);
    }

    private void Runs(string script)
    {
        using var program = ProgramProcess.Start(["sh", "-c", script], folder.Path, [], guard);
        while (program.TryTake(Some.Deadline, out var what) && what is not ProgramEvent.Exited)
        {
        }
        _ = program.End(out var left);
        Assert.Equal(0, program.ExitCode);
        Assert.Empty(left);
    }

    private async Task<int> IsKilled()
    {
        var id = guard.Id!.Value;
        Signals.Send(id, Signals.Kill);
        while (Processes.Lives(id))
            await MadeProcesses.ALittle();
        return id;
    }

    private void NoneLives() => MadeProcesses.NoneLives(folder["made"], count: 3);
}
