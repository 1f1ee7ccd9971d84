using System.Diagnostics.CodeAnalysis;
using Sweep.Experiments.Running;

namespace Sweep.GpuAgent.Deciding;

/// <summary>Where a checkpoint is on its way to the coordinator's store.</summary>
internal abstract record UploadState
{
    private UploadState() { }

    /// <summary>Whether the report that names it need not wait for it any more.</summary>
    public virtual bool IsOver => false;

    /// <summary>The store is to be asked whether it has it.</summary>
    /// <param name="NotBefore">Monotonic.</param>
    public sealed record Wanted(TimeSpan NotBefore) : UploadState;

    /// <summary>The store is asked, or sent it, or what was sent is compared with what is here.</summary>
    public abstract record UnderWay(long Question) : UploadState;

    public sealed record Asked(long Question) : UnderWay(Question);

    public sealed record Sending(long Question) : UnderWay(Question);

    /// <summary>The store says that what was sent is not what the name says: perhaps the file here is damaged.</summary>
    public sealed record Checking(long Question, string Reason) : UnderWay(Question);

    /// <summary>The store had it when it was last asked.</summary>
    public sealed record Stored(ClockReading At) : UploadState
    {
        public override bool IsOver => true;
    }

    /// <summary>Nobody has it: its report goes without.</summary>
    public sealed record Lost : UploadState
    {
        public static readonly Lost Instance = new();
        public override bool IsOver => true;
    }
}

/// <summary>A checkpoint that reports name which wait.</summary>
internal sealed class Upload(CheckpointReference checkpoint)
{
    public CheckpointReference Checkpoint => checkpoint;

    /// <summary>How many reports name it.</summary>
    public int Reports { get; set; }
    public UploadState State { get; set; } = new UploadState.Wanted(TimeSpan.Zero);

    /// <summary>Whether the store can hardly have it, for it was made just now and nobody has been asked about it or sent it.</summary>
    public bool IsNew { get; set; }

    /// <summary>In a row.</summary>
    public int Failures { get; set; }

    /// <summary>How many bytes of it were ever out at once.</summary>
    public long Furthest { get; set; }

    /// <summary>Whether the store has ever said that it has it.</summary>
    public bool WasStored { get; set; }
}

/// <summary>
/// Every checkpoint that a report names which waits, and where it is on its way to the coordinator's store. Not thread-safe.
/// </summary>
internal sealed class UploadBook
{
    /// <summary>On their way at once.</summary>
    internal const int AtOnce = 16;

    /// <summary>In bytes: to send what is there already costs less than to ask about everything.</summary>
    internal const long SentUnasked = 1 << 20;

    /// <summary>
    /// After so long the store is asked again. It keeps for half an hour what nobody has named, counted from the last question.
    /// </summary>
    internal static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Upload> uploads = [];
    private int wanted;
    private int underWay;

    public IReadOnlyCollection<Upload> All => uploads.Values;

    /// <summary>Whether one that is wanted could be begun.</summary>
    public bool HasRoom => wanted > 0 && underWay < AtOnce;

    /// <summary>Whether any has failed and not succeeded since.</summary>
    public bool AnyFails => uploads.Values.Any(upload => upload.Failures > 0);

    public Upload? Find(string sha256) => uploads.GetValueOrDefault(sha256);

    /// <summary>The one that such a question is about; false where it was answered or taken back.</summary>
    public bool Asks(string sha256, long question, [NotNullWhen(true)] out Upload? upload) =>
        uploads.TryGetValue(sha256, out upload) && upload.State is UploadState.UnderWay known && known.Question == question;

    /// <summary>A report that waits names it.</summary>
    /// <param name="isNew">Whether it was made just now.</param>
    public void Want(CheckpointReference checkpoint, bool isNew = false)
    {
        if (!uploads.TryGetValue(checkpoint.Sha256, out var upload))
        {
            uploads.Add(checkpoint.Sha256, upload = new(checkpoint) { IsNew = isNew && checkpoint.Bytes <= SentUnasked });
            wanted++;
        }
        upload.Reports++;
    }

    /// <summary>A report that named it is gone.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Unwant(string sha256)
    {
        if (!uploads.TryGetValue(sha256, out var upload) || --upload.Reports > 0)
            return false;
        Count(upload.State, -1);
        return uploads.Remove(sha256);
    }

    public void Set(Upload upload, UploadState state)
    {
        Count(upload.State, -1);
        upload.State = state;
        Count(state, 1);
    }

    /// <summary>What failed is due now.</summary>
    public void TryNow(TimeSpan now)
    {
        if (wanted == 0)
            return;
        foreach (var upload in uploads.Values)
            if (upload.State is UploadState.Wanted waits && waits.NotBefore > now)
                Set(upload, new UploadState.Wanted(now));
    }

    /// <summary>What another store, or this one long ago, had or was asked does not count: all are wanted that are not lost.</summary>
    public void AskAllAgain(TimeSpan now)
    {
        foreach (var upload in uploads.Values)
            if (upload.State is UploadState.Stored or UploadState.UnderWay)
                Set(upload, new UploadState.Wanted(now));
    }

    /// <summary>Those that were stored are wanted again, and what is on its way goes on.</summary>
    public void AskStoredAgain(TimeSpan now)
    {
        foreach (var upload in uploads.Values)
            if (upload.State is UploadState.Stored)
                Set(upload, new UploadState.Wanted(now));
    }

    /// <summary>
    /// Those that were stored long ago are wanted again: what nobody has named yet, the store keeps for a while only. Monotonic time may
    /// stand still while a machine sleeps and the wall clock can be set: whichever says that it is long ago is believed, since a question
    /// too many costs nothing.
    /// </summary>
    public void AskOldAgain(ClockReading now)
    {
        foreach (var upload in uploads.Values)
            if (upload.State is UploadState.Stored stored
                && (now.Elapsed - stored.At.Elapsed >= AskAgainAfter || (now.Wall - stored.At.Wall).Duration() >= AskAgainAfter))
                Set(upload, new UploadState.Wanted(now.Elapsed));
    }

    private void Count(UploadState state, int by)
    {
        if (state is UploadState.Wanted)
            wanted += by;
        else if (state is UploadState.UnderWay)
            underWay += by;
    }
}
