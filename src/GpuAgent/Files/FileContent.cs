using System.Net;
using System.Net.Http.Headers;

namespace Sweep.GpuAgent.Files;

/// <summary>A file as the body of a request that tells how far it has gone out.</summary>
internal sealed class FileContent : HttpContent
{
    public const int PieceBytes = 1 << 16;
    private readonly FileStream file;
    private readonly Action<long> sent;

    /// <param name="sent">Told the bytes so far, after every piece.</param>
    public FileContent(FileStream file, Action<long> sent)
    {
        (this.file, this.sent) = (file, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        var all = 0L;
        for (int read; (read = await file.ReadAsync(piece, cancellationToken)) > 0;)
        {
            await stream.WriteAsync(piece.AsMemory(0, read), cancellationToken);
            sent(all += read);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = file.Length;
        return true;
    }
}
