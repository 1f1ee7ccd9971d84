using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.Coordinator.Simulation;

/// <summary>The way of checkpoints between one agent and the coordinator's store: HTTP without HTTP.</summary>
internal sealed class SimulatedStore(SimulatedLab lab, SimulatedAgent agent, Dice dice) : IStore
{
    private const double MostBroken = 0.3;

    /// <summary>The agent's certificate says its name.</summary>
    public void OpenSession(string coordinator, Action<SessionAnswer> answer) =>
        agent.Later(lab.Network.Journey(), () =>
        {
            var opened = Reach(new(coordinator, "")) is { } failed
                ? new SessionAnswer(null, failed.Reason)
                : new SessionAnswer(lab.Coordinator.Sessions!.Open(agent.Name));
            agent.Later(lab.Network.Journey(), () => answer(opened));
        });

    public void Has(StoreAddress at, string sha256, Action<StoreAnswer> answer) =>
        Ask(at, store => store.Has(sha256) ? StoreAnswer.Done.Instance : (StoreAnswer)new StoreAnswer.Absent("404"), answer);

    public void Put(StoreAddress at, string sha256, string path, Action<long> sent, Action<StoreAnswer> answer)
    {
        byte[] content;
        try
        {
            using var file = agent.Disk.OpenRead(path);
            content = new byte[file.Length];
            file.ReadExactly(content);
        }
        catch (IOException e)
        {
            agent.Later(TimeSpan.Zero, () => answer(new StoreAnswer.Failed(e.Message)));
            return;
        }
        if (IsBroken())
        {
            agent.Later(lab.Network.Journey(), () =>
            {
                sent(content.Length / 2);
                answer(new StoreAnswer.Failed("The connection was reset."));
            });
            return;
        }
        Ask(at, store =>
        {
            sent(content.Length);
            try
            {
#pragma warning disable VSTHRD002 // It is done when it returns: nothing here waits for a disk or a network.
                store.Put(sha256, new MemoryStream(content), CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
                return StoreAnswer.Done.Instance;
            }
            catch (BlobMismatchException e)
            {
                return new StoreAnswer.Refused(e.Message);
            }
        }, answer);
    }

    public Action Get(StoreAddress at, CheckpointReference checkpoint, string target, Action<StoreAnswer> answer)
    {
        var calledOff = false;
        Ask(
            at,
            store => Fetch(store, checkpoint, target),
            end => answer(calledOff ? new StoreAnswer.Failed("It was called off.") : end));
        return () => calledOff = true;
    }

    private StoreAnswer Fetch(BlobStore store, CheckpointReference checkpoint, string target)
    {
        using var found = store.Open(checkpoint.Sha256, checkpoint.Bytes);
        if (found is null)
        {
            lab.Thrift.Missed(agent.Name, checkpoint.Sha256);
            return new StoreAnswer.Absent("404");
        }
        if (IsBroken())
            return new StoreAnswer.Failed("The connection was reset.");
        var content = new byte[found.Length];
        found.ReadExactly(content);
        using var file = agent.Disk.Open(
            target, new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 });
        file.Stream.Write(content);
        return Sha256Name.Of(content) == checkpoint.Sha256
            ? StoreAnswer.Done.Instance
            : new StoreAnswer.Failed($"Checkpoint {checkpoint.Sha256} arrived as another.");
    }

    /// <summary>Asks the store when the question has come there, and brings the answer back.</summary>
    private void Ask(StoreAddress at, Func<BlobStore, StoreAnswer> question, Action<StoreAnswer> answer) =>
        agent.Later(lab.Network.Journey(), () =>
        {
            var end = Reach(at) ?? Answered(question);
            agent.Later(lab.Network.Journey(), () => answer(end));
        });

    private StoreAnswer.Failed? Reach(StoreAddress at)
    {
        var there = lab.Coordinator is { IsUp: true, IsAsleep: false } coordinator && at.Url == coordinator.Url
            && lab.Network.Passes(agent.Number, SimulatedNetwork.Coordinator)
            && lab.Network.Passes(SimulatedNetwork.Coordinator, agent.Number);
        return !there ? new StoreAnswer.Failed("The connection was refused.")
            : lab.StoreFails ? new StoreAnswer.Failed("503 Service Unavailable")
            : null;
    }

    private StoreAnswer Answered(Func<BlobStore, StoreAnswer> question)
    {
        StoreAnswer answer;
        try
        {
            answer = question(lab.Coordinator.Blobs!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || lab.Coordinator.Disk.IsHalted)
        {
            answer = new StoreAnswer.Failed(e.Message);
        }
        return lab.Coordinator.Dies() ? new StoreAnswer.Failed("The connection was reset.") : answer;
    }

    private bool IsBroken()
    {
        if (!dice.Chance(lab.Mix.Of(SimulatedFault.TransferBroken) * MostBroken))
            return false;
        lab.Tally.Note(SimulatedFault.TransferBroken);
        return true;
    }
}
