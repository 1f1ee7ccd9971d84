using System.CommandLine;
using System.CommandLine.Invocation;
using Sweep.Protocol.Hosting;

namespace Sweep.GpuAgent.Hosting;

/// <summary>The answer to <c>sweep-agent --version</c>.</summary>
internal sealed class VersionAnswer : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(VersionLine.Of("sweep-agent"));
        return 0;
    }
}
