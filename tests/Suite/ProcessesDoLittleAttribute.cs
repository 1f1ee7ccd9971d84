namespace Sweep.Suite;

/// <summary>
/// The processes of this test keep no core busy: they wait for most of its time, for a lease to expire, a cluster's patience, a simulated
/// epoch, or there is one, for a second or two. Two such tests share a <see cref="ProcessPlace"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ProcessesDoLittleAttribute : Attribute;
