using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Notifying;

/// <summary>By a command of this machine, and by POST to an address.</summary>
/// <param name="outputFile">Where commands' output goes.</param>
internal sealed class Delivery(string outputFile, TimeSpan longest) : IDelivery, IDisposable
{
    /// <summary>A command that takes longer is ended.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };

    public TimeSpan Longest => longest;

    public async Task<IReadOnlyList<string>> Deliver(Notice notice, NotifySpec to, CancellationToken cancellation)
    {
        string?[] problems =
        [
            to.Command is { } command
                ? await InTime("command", token => NotifyCommand.Run(command, notice, outputFile, token), cancellation) : null,
            to.Webhook is { } webhook
                ? await InTime("webhook", token => NotifyWebhook.Post(http, new(webhook), notice, token), cancellation) : null,
        ];
        return [.. problems.OfType<string>()];
    }

    public void Dispose() => http.Dispose();

    private async Task<string?> InTime(string what, Func<CancellationToken, Task<string?>> tell, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(longest);
        try
        {
            return await tell(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"the {what} was not done within {Durations.InWords(longest)} and was ended.";
        }
    }
}
