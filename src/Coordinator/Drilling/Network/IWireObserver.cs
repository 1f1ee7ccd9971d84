namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// Is shown every one of Sweep's messages between an agent and the coordinator, before anything is done to it. From any thread.
/// </summary>
internal interface IWireObserver
{
    void Saw(int agent, RemotingFrame message);
}
