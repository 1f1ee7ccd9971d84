using Google.Protobuf;

namespace Sweep.Reporting.Exports;

/// <summary>A message in protocol buffer encoding, field by field, for the few of them that need no generated code.</summary>
internal sealed class Proto
{
    private readonly CodedOutputStream fields;

    private Proto(CodedOutputStream fields) => this.fields = fields;

    public static byte[] Message(Action<Proto> fields)
    {
        using var bytes = new MemoryStream();
        using (var coded = new CodedOutputStream(bytes, leaveOpen: true))
            fields(new(coded));
        return bytes.ToArray();
    }

    public Proto Number(int field, long value)
    {
        fields.WriteTag(field, WireFormat.WireType.Varint);
        fields.WriteInt64(value);
        return this;
    }

    public Proto Double(int field, double value)
    {
        fields.WriteTag(field, WireFormat.WireType.Fixed64);
        fields.WriteDouble(value);
        return this;
    }

    public Proto Single(int field, float value)
    {
        fields.WriteTag(field, WireFormat.WireType.Fixed32);
        fields.WriteFloat(value);
        return this;
    }

    public Proto Text(int field, string value)
    {
        fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        fields.WriteString(value);
        return this;
    }

    /// <summary>Bytes, or another message.</summary>
    public Proto Bytes(int field, byte[] value)
    {
        fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        fields.WriteBytes(ByteString.CopyFrom(value));
        return this;
    }
}
