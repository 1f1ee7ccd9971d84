using System.Numerics;
using CsCheck;

namespace Sweep.Files.Tests;

public sealed class Crc32CTests
{
    /// <summary>RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.</summary>
    public static TheoryData<byte[], uint> Known => new()
    {
        { new byte[32], 0x8a9136aa },
        { [.. Enumerable.Repeat((byte)0xff, 32)], 0x62a8ab43 },
        { [.. Enumerable.Range(0, 32).Select(number => (byte)number)], 0x46dd794e },
        { [.. Enumerable.Range(0, 32).Select(number => (byte)(31 - number))], 0x113fdb5c },
        { "123456789"u8.ToArray(), 0xe3069283 },
        { [], 0 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void KnownContents_HaveTheirKnownSums(byte[] content, uint sum) => Assert.Equal(sum, Crc32C.Of(content));

    [Fact]
    public void EveryContent_HasTheSumThatTheProcessorReckons() => Gen.Byte.Array[0, 700].Sample(content =>
        Assert.Equal(~content.Aggregate(uint.MaxValue, BitOperations.Crc32C), Crc32C.Of(content)));

    [Fact]
    public void TwoParts_HaveTheSumOfTheWhole() => Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 400]).Sample((first, then) =>
        Assert.Equal(Crc32C.Of([.. first, .. then]), Crc32C.Of(first, then)));
}
