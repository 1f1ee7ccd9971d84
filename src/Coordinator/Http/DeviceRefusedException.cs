namespace Sweep.Coordinator.Http;

/// <summary>A disk of the coordinator refuses what was asked for. The message is one sentence with the remedy.</summary>
public sealed class DeviceRefusedException(string message) : Exception(message);
