using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Measuring;

namespace Sweep.Coordinator.Http;

/// <summary>What those who look after a coordinator are told from.</summary>
internal sealed record Supervision(Pulse Pulse, DiskProbe Disk, CoordinatorMetrics Metrics);
