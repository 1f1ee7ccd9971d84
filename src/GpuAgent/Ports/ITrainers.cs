using System.ComponentModel;
using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Ports;

/// <summary>Starts the trainer processes of an agent's slots.</summary>
internal interface ITrainers
{
    /// <param name="says">Told of every event, in order, on any thread.</param>
    /// <param name="exited">Told once, last, on any thread.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="IOException">It cannot be noted that the trainer lives; it does not live any more.</exception>
    ITrainer Start(SlotDevice on, Action<TrainerEvent> says, Action<TrainerExit> exited);
}

/// <summary>A trainer that was started. One that has ended takes orders and does nothing.</summary>
internal interface ITrainer
{
    void Tell(TrainerOrder order);
    void Kill();
}
