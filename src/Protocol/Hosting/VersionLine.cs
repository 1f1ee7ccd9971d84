using System.Runtime.InteropServices;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.Protocol.Hosting;

/// <summary>What a program answers to <c>--version</c>: version and commit, what it speaks with the others, what it runs on.</summary>
public static class VersionLine
{
    /// <param name="program">Its name on the command line.</param>
    public static string Of(string program) =>
        $"{program} {ProgramVersion.Text}, protocol {ProtocolVersion.Current}, " +
        $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}";
}
