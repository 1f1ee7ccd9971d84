namespace Sweep.GpuAgent.Tests;

/// <summary>What arrived, in order; a test waits until it is as wished.</summary>
internal sealed class Received<T>
{
    private readonly List<T> items = [];
    private TaskCompletionSource arrived = New();

    public void Add(T item)
    {
        TaskCompletionSource before;
        lock (items)
        {
            items.Add(item);
            (before, arrived) = (arrived, New());
        }
        before.TrySetResult();
    }

    public IReadOnlyList<T> All
    {
        get
        {
            lock (items)
                return [.. items];
        }
    }

    public async Task<IReadOnlyList<T>> Until(Func<IReadOnlyList<T>, bool> wished)
    {
        var deadline = Some.Soon();
        while (true)
        {
            Task next;
            lock (items)
            {
                if (wished(items))
                    return [.. items];
                next = arrived.Task;
            }
            try
            {
                await next.WaitAsync(deadline);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within {Some.Deadline}; arrived:\n{string.Join('\n', All)}");
            }
        }
    }

    public async Task<TItem> First<TItem>(Func<TItem, bool>? wished = null) where TItem : T
    {
        bool Fits(TItem item) => wished?.Invoke(item) ?? true;
        return (await Until(all => all.OfType<TItem>().Any(Fits))).OfType<TItem>().First(Fits);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
