using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Sweep.Experiments.Running;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// A checkpoint that has to be in the coordinator's store before its report is sent; the path is null where the file is gone.
/// </summary>
internal sealed record Upload(CheckpointReference Checkpoint, string? Path);

/// <summary>How an upload ended: the store has the checkpoint, or nobody has.</summary>
internal enum UploadEnd { Stored, Lost }

/// <summary>
/// Moves checkpoints between this machine and the coordinator's store, and tries again until it succeeds or the agent ends.
/// Reads what there is to upload anew for every attempt, so a lost signal delays it by one wait at most.
/// </summary>
/// <param name="advanced">
/// Told when an upload gets further than any before it of the same checkpoint: a large one on a slow link takes its time.
/// </param>
internal sealed class CheckpointTransfers(
    Func<IReadOnlyList<Upload>> wanted, Action<string, UploadEnd> uploaded, Action advanced,
    Action<Exception> failed, TimeProvider time, ILogger log) : IDisposable
{
    private const int AtOnce = 4;

    /// <summary>A checkpoint that the coordinator says it does not have, so often, will not come.</summary>
    private const int NotFoundLimit = 5;

    private readonly CancellationTokenSource ending = new();
    private readonly SemaphoreSlim signal = new(0);
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> done = [];
    private readonly ConcurrentDictionary<string, long> furthest = [];
    private volatile TaskCompletionSource retry = new();
    private volatile BlobClient? store;

    /// <summary>Of the store; empty before the first <see cref="Connect"/>.</summary>
    public string Address => store?.Address ?? "";

    public void Start() => _ = Task.Run(() => UploadAll(ending.Token));

    /// <summary>The coordinator has told where its store is; what failed before is tried again at once.</summary>
    public void Connect(BlobClient to)
    {
        store = to;
        connected.TrySetResult();
        retry.TrySetResult();
        Wake();
    }

    /// <summary>There is something to upload.</summary>
    public void Wake()
    {
        if (signal.CurrentCount == 0)
            signal.Release();
    }

    /// <summary>
    /// The checkpoint is to be uploaded anew where it is wanted: its report is delivered, and the same epoch trained again makes the same
    /// one; or its report waits for so long that the store may have dropped it.
    /// </summary>
    public void Forget(string sha256)
    {
        lock (done)
            done.Remove(sha256);
    }

    /// <summary>Fetches a checkpoint to <paramref name="target"/>.</summary>
    /// <exception cref="HttpRequestException">The coordinator does not have it.</exception>
    /// <exception cref="TimeoutException">It could not be had for <see cref="Delivery.Patience"/>.</exception>
    public async Task Download(CheckpointReference checkpoint, string target, CancellationToken cancellation)
    {
        await connected.Task.WaitAsync(cancellation);
        var (notFound, began) = (0, time.GetTimestamp());
        for (var failures = 1; ; failures++)
        {
            try
            {
                await store!.Get(checkpoint, target, cancellation);
                return;
            }
            catch (Exception e) when (IsPassing(e, cancellation))
            {
                if (e is HttpRequestException { StatusCode: HttpStatusCode.NotFound } && ++notFound == NotFoundLimit)
                    throw;
                if (time.GetElapsedTime(began) >= Delivery.Patience)
                    throw new TimeoutException(e.Message, e);
                log.LogWarning(
                    "Checkpoint {Checkpoint} of epoch {Epoch} cannot be fetched yet: {Reason}",
                    checkpoint.Sha256, checkpoint.Epoch, e.Message);
                failed(e);
                await Task.Delay(Backoff.After(failures), time, cancellation);
            }
        }
    }

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
    }

    private async Task UploadAll(CancellationToken cancellation)
    {
        var (failures, complaint) = (0, (string?)null);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (store is { } to && Open() is { Count: > 0 } uploads)
                {
                    await Task.WhenAll(uploads.Select(upload => UploadOne(to, upload, cancellation)));
                    if (complaint is not null)
                        log.LogInformation("Checkpoints are uploaded again");
                    (failures, complaint) = (0, null);
                }
                else
                {
                    await signal.WaitAsync(cancellation);
                }
            }
            catch (Exception e) when (IsPassing(e, cancellation))
            {
                failures++;
                // Once for a reason, however long it lasts.
                log.Log(
                    e.Message == complaint ? LogLevel.Debug : LogLevel.Warning,
                    "Checkpoints cannot be uploaded to {Address} yet: {Reason}", store?.Address, e.Message);
                complaint = e.Message;
                failed(e);
                await WaitForConnection(Backoff.After(failures), cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>What is wanted and not yet done; what was done is known a moment later to those who want it.</summary>
    private List<Upload> Open()
    {
        lock (done)
            return [.. wanted().Where(upload => !done.Contains(upload.Checkpoint.Sha256))
                .DistinctBy(upload => upload.Checkpoint.Sha256).Take(AtOnce)];
    }

    private async Task WaitForConnection(TimeSpan wait, CancellationToken cancellation)
    {
        retry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await retry.Task.WaitAsync(wait, time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The next attempt is due, or the agent ends.
        }
    }

    private async Task UploadOne(BlobClient to, Upload upload, CancellationToken cancellation)
    {
        var sha256 = upload.Checkpoint.Sha256;
        var stored = await to.Has(sha256, cancellation);
        if (!stored && upload.Path is { } path)
            stored = await Put(to, sha256, path, cancellation);
        lock (done)
            done.Add(sha256);
        furthest.TryRemove(sha256, out _);
        uploaded(sha256, stored ? UploadEnd.Stored : UploadEnd.Lost);
    }

    /// <returns>False where the file is damaged here, so that no repetition can help.</returns>
    private async Task<bool> Put(BlobClient to, string sha256, string path, CancellationToken cancellation)
    {
        try
        {
            await to.Put(sha256, path, sent => Sent(sha256, sent), cancellation);
            return true;
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.BadRequest && !CheckpointCache.IsSound(path, sha256))
        {
            return false;
        }
    }

    private void Sent(string sha256, long bytes)
    {
        if (bytes <= furthest.GetValueOrDefault(sha256))
            return;
        furthest[sha256] = bytes;
        advanced();
    }

    /// <summary>Whatever it was, trying again is all that can be done, unless the agent itself is ending.</summary>
    private static bool IsPassing(Exception _, CancellationToken cancellation) => !cancellation.IsCancellationRequested;
}
