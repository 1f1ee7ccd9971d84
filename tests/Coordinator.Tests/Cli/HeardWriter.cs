namespace Sweep.Coordinator.Tests.Cli;

/// <summary>Output that can be waited for.</summary>
internal sealed class HeardWriter : StringWriter
{
    private readonly Lock gate = new();
    private readonly List<(string Word, TaskCompletionSource Heard)> awaited = [];

    /// <param name="speaker">Should it end, nothing more will be heard.</param>
    public async Task Hears(string word, Task<int> speaker)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            awaited.Add((word, heard));
            Tell();
        }
        Assert.True(await Task.WhenAny(heard.Task, speaker) == heard.Task, ToString());
    }

    public override void WriteLine(string? value)
    {
        lock (gate)
        {
            base.WriteLine(value);
            Tell();
        }
    }

    private void Tell()
    {
        var all = ToString();
        foreach (var (_, heard) in awaited.Where(a => all.Contains(a.Word, StringComparison.Ordinal)))
            heard.TrySetResult();
    }
}
