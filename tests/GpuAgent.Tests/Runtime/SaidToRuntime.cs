using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Runtime;

/// <summary>What a coordinator says, without a way to it: the agent's answers are seen in its snapshot.</summary>
internal static class SaidToRuntime
{
    private const double LeaseSeconds = 30;

    public static void Assign(this AgentRuntime runtime, Assign assignment) => runtime.Post(new Heard(assignment));

    public static void Revoke(this AgentRuntime runtime, RevokeLease revoked) => runtime.Post(new Heard(revoked));

    public static void Acknowledge(this AgentRuntime runtime, Acknowledge answer) => runtime.Post(new Heard(answer));

    /// <param name="anew">Whether it does not know the agent yet, or not any more.</param>
    public static void Connect(this AgentRuntime runtime, BlobClient store, bool anew = true)
    {
        if (anew)
            runtime.Post(new Heard(new RegisterFirst()));
        runtime.Post(new Heard(new Registered(LeaseSeconds, store.Address, store.Token)));
    }
}
