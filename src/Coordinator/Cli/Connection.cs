using System.CommandLine;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Cli;

internal sealed class Connection(IQueries q) : IAsyncDisposable {
    public IQueries Queries => q;
    public static Task<Connection> Open(ParseResult p, CancellationToken c) => throw new NotSupportedException();
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
