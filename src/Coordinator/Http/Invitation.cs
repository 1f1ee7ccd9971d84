using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Http;

/// <summary>Asks for a line by which machines join.</summary>
/// <param name="Uses">How many machines may join by it.</param>
/// <param name="Minutes">How long.</param>
internal sealed record InviteRequest(int Uses = 1, int Minutes = 60);

/// <param name="Line">See <see cref="JoinLine"/>: whoever has it may join.</param>
internal sealed record Invitation(string Line, int Uses, int Minutes)
{
    /// <summary>As it is pasted on another machine.</summary>
    public string Command => $"{JoinLine.Variable}={Line} ./sweep-agent";

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(Invitation);
}
