using Google.Protobuf;

namespace Sweep.Coordinator.Reporting.Exports;

/// <summary>A message in protocol buffer encoding, field by field, for the few of them that need no generated code.</summary>
internal sealed class Proto
{
    private readonly CodedOutputStream _fields;

    private Proto(CodedOutputStream fields) => _fields = fields;

    public static byte[] Message(Action<Proto> fields)
    {
        using var bytes = new MemoryStream();
        using (var coded = new CodedOutputStream(bytes, leaveOpen: true))
            fields(new(coded));
        return bytes.ToArray();
    }

    public Proto Number(int field, long value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Varint);
        _fields.WriteInt64(value);
        return this;
    }

    public Proto Double(int field, double value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Fixed64);
        _fields.WriteDouble(value);
        return this;
    }

    public Proto Single(int field, float value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Fixed32);
        _fields.WriteFloat(value);
        return this;
    }

    public Proto Text(int field, string value)
    {
        _fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _fields.WriteString(value);
        return this;
    }

    /// <summary>Bytes, or another message.</summary>
    public Proto Bytes(int field, byte[] value)
    {
        _fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _fields.WriteBytes(ByteString.CopyFrom(value));
        return this;
    }
}
