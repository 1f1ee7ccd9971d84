using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Simulation;

/// <summary>The coordinator's disk as it was, and what had been promised by then.</summary>
internal sealed record KeptHome(SimulatedDisk Disk, Promises.KeptPromises Promised);
