using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Sweep.Protocol.Keys;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// Asks a node by which address it knows itself. Akka takes a message only where it is addressed exactly so: to a node that calls itself
/// <c>127.0.0.1</c>, <c>localhost</c> is somebody else. The answer is the first thing that a node says on a connection, in Akka's own
/// handshake, behind that of TLS; only the coordinator is believed.
/// </summary>
/// <remarks>Layout of the frames: WireFormats.proto and ContainerFormats.proto of Akka.NET 1.5, each with its length in front, in four
/// bytes, little-endian.</remarks>
public static class Introduction
{
    private const int LengthBytes = sizeof(int);
    private const int MostBytes = 1 << 16;
    private const int Associate = 1;
    private const int ShuttingDown = 4;

    /// <summary>
    /// No node of a lab is called so: what a node keeps about one that introduces itself must not touch what it knows of an agent.
    /// </summary>
    private const string AskingSystem = "sweep-asks";

    /// <param name="place">The node's <c>host:port</c>, in any spelling.</param>
    /// <param name="keys">Of the node that asks.</param>
    /// <returns>The node's own spelling; null where nothing answers that is the coordinator of this lab.</returns>
    public static async Task<string?> Ask(string place, NodeKeys keys, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            var colon = place.LastIndexOf(':');
            using var client = new TcpClient();
            await client.ConnectAsync(place[..colon].Trim('[', ']'), int.Parse(place[(colon + 1)..], null), limit.Token);
            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsClientAsync(AsClient(keys), limit.Token);
            await stream.WriteAsync(Frame(Associate), limit.Token);
            var answer = await Read(stream, limit.Token);
            await stream.WriteAsync(Frame(ShuttingDown), limit.Token);
            return answer is null ? null : OriginOf(answer);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException or InvalidProtocolBufferException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static SslClientAuthenticationOptions AsClient(NodeKeys keys) => new()
    {
        TargetHost = ClusterSettings.ActorSystemName,
        ClientCertificates = [keys.Own],
        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            keys.Trust.Check(certificate as X509Certificate2) is { Kind: PeerKind.Coordinator },
    };

    /// <summary>
    /// AkkaProtocolMessage { instruction = 2: { commandType = 1, handshakeInfo = 2: { origin = 1: { system, hostname, port, protocol },
    /// uid = 2 } } }.
    /// </summary>
    private static byte[] Frame(int command)
    {
        var origin = Message(
            output => Field(output, 1, AskingSystem),
            output => Field(output, 2, "nowhere"),
            output => Field(output, 3, 1),
            output => Field(output, 4, "tcp"));
        var handshake = Message(output => Field(output, 1, origin), output =>
        {
            output.WriteTag(2, WireFormat.WireType.Fixed64);
            output.WriteFixed64(1);
        });
        var instruction = Message(output => Field(output, 1, command), output => Field(output, 2, handshake));
        var message = Message(output => Field(output, 2, instruction)).ToByteArray();
        var frame = new byte[LengthBytes + message.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, message.Length);
        message.CopyTo(frame, LengthBytes);
        return frame;
    }

    private static async Task<byte[]?> Read(Stream stream, CancellationToken cancellation)
    {
        var length = new byte[LengthBytes];
        await stream.ReadExactlyAsync(length, cancellation);
        if (BinaryPrimitives.ReadInt32LittleEndian(length) is not (> 0 and <= MostBytes and var count))
            return null;
        var message = new byte[count];
        await stream.ReadExactlyAsync(message, cancellation);
        return message;
    }

    private static string? OriginOf(byte[] message)
    {
        var inside = message;
        foreach (var field in new[] { 2, 2, 1 })
        {
            if (Texts(inside).GetValueOrDefault(field) is not { } next)
                return null;
            inside = next.ToByteArray();
        }
        var texts = Texts(inside);
        return texts.GetValueOrDefault(1)?.ToStringUtf8() == ClusterSettings.ActorSystemName
            && texts.GetValueOrDefault(2) is { } host
            && Numbers(inside).TryGetValue(3, out var port)
            ? FormattableString.Invariant($"{host.ToStringUtf8()}:{port}")
            : null;
    }

    private static Dictionary<int, ByteString> Texts(byte[] message) =>
        Fields(message, WireFormat.WireType.LengthDelimited, input => input.ReadBytes());

    private static Dictionary<int, long> Numbers(byte[] message) =>
        Fields(message, WireFormat.WireType.Varint, input => input.ReadInt64());

    private static Dictionary<int, T> Fields<T>(byte[] message, WireFormat.WireType type, Func<CodedInputStream, T> read)
    {
        var fields = new Dictionary<int, T>();
        using var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (WireFormat.GetTagWireType(tag) == type)
                fields[WireFormat.GetTagFieldNumber(tag)] = read(input);
            else
                input.SkipLastField();
        }
        return fields;
    }

    private static ByteString Message(params Action<CodedOutputStream>[] fields)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
            Array.ForEach(fields, write => write(output));
        return ByteString.CopyFrom(memory.ToArray());
    }

    private static void Field(CodedOutputStream output, int field, string text) => Field(output, field, ByteString.CopyFromUtf8(text));

    private static void Field(CodedOutputStream output, int field, ByteString bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(bytes);
    }

    private static void Field(CodedOutputStream output, int field, int number)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(number);
    }
}
