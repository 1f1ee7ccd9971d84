namespace Sweep.Coordinator.Simulation;

/// <summary>What can happen to a simulated lab.</summary>
internal enum SimulatedFault
{
    // To a message, each by itself.
    MessageLost, MessageDoubled, MessageLate,

    // To what carries messages and checkpoints.
    AgentCutOff, AgentUnheard, AgentUnheardWhileItStores, AgentDeaf, AgentsCutFromEachOther, LinksStoppedOneByOne,
    CoordinatorCutOffShortly, CoordinatorCutOffLong, LineReopened, StoreFails, TransferBroken,

    // To disks.
    SyncFails, DiskFull, DiskFullAtAQuestion, BitFlipped, BitMisread, DiskSlow,

    // To processes and machines.
    AgentKilled, AgentPowerCut, CoordinatorKilled, CoordinatorPowerCut, CoordinatorPowerCutAsItTold, CoordinatorMoved, BackupRestored,
    AgentKilledInAWrite, AgentPowerCutInAWrite, CoordinatorKilledInAWrite, CoordinatorPowerCutInAWrite,
    AgentAsleep, CoordinatorAsleep, ClockSet,

    // To trainers.
    TrainerCrashed, TrainerStalled, OutOfMemory, TrainerNotStarted, MachineAils, DataDiffer,

    // From outside.
    StrangerSpoke,

    // In a still lab alone.
    AgentUnheardForLong,

    // To a trainer, of what is sound on its disk.
    CheckpointMisread,
}
