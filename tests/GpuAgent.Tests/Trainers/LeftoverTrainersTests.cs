using Sweep.GpuAgent.Trainers;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Trainers;

[StartsProcesses]
[ProcessesDoLittle]
public sealed class LeftoverTrainersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RecordedTrainer_IsKilledByTheNextAgent()
    {
        using var trainer = new TrainerInTest();
        new LeftoverTrainers(folder.Path).Add(trainer.Pid);

        Assert.Equal([trainer.Pid], new LeftoverTrainers(folder.Path).KillAll());
        Assert.Equal(128 + Signals.Kill, (await trainer.Exit).Code);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task AnotherProcessWithTheSameId_IsLeftAlone()
    {
        using var trainer = new TrainerInTest();
        new LeftoverTrainers(folder.Path).Add(trainer.Pid);
        await File.WriteAllTextAsync(folder[$"{trainer.Pid}"], "1");

        Assert.Empty(new LeftoverTrainers(folder.Path).KillAll());
        Assert.NotEmpty(await trainer.TrainToEnd(Some.Order(toEpoch: 1)));
    }

    [Fact]
    public void RemovedTrainer_IsForgotten()
    {
        var leftovers = new LeftoverTrainers(folder.Path);
        leftovers.Add(Environment.ProcessId);
        leftovers.Remove(Environment.ProcessId);
        Assert.Empty(leftovers.KillAll());
    }
}
