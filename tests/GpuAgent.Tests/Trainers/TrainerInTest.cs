using Sweep.Experiments.Running;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Trainers;

/// <summary>A real trainer process with everything that it told.</summary>
internal sealed class TrainerInTest : IDisposable
{
    private readonly TrainerProcess process;
    private readonly TaskCompletionSource<TrainerExit> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TrainerInTest() => process = TrainerProcess.Start(
        Some.TrainerCommand.For(Some.Slots(1)[0]), (_, what) => Told.Add(what), (_, exit) => exited.TrySetResult(exit), Logged.Add);

    public Received<TrainerEvent> Told { get; } = new();
    public Received<string> Logged { get; } = new();
    public TemporaryFolder Folder { get; } = new();
    public int Pid => process.Pid;
    public TrainerProcess Process => process;
    public Task<TrainerExit> Exit => exited.Task.WaitAsync(Some.Deadline);
    public bool HasExited => exited.Task.IsCompleted;

    public void Train(Experiments.Running.RunOrder order, string? checkpoint = null) =>
        process.Order(new TrainOrder(order, checkpoint, Folder.Path));

    public async Task<IReadOnlyList<TrainerEvent>> TrainToEnd(Experiments.Running.RunOrder order, string? checkpoint = null)
    {
        var before = Told.All.Count;
        Train(order, checkpoint);
        return [.. (await Told.Until(all => all.Skip(before).OfType<OrderEnded>().Any())).Skip(before)];
    }

    public void Dispose()
    {
        process.Kill();
        Folder.Dispose();
    }
}
