using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-test-").FullName;

    private string Path => System.IO.Path.Combine(folder, "3.checkpoint");

    private static Checkpoint Full()
    {
        var checkpoint = Checkpoint.Initial(seed: 1) with { Epoch = 3, Steps = 1e15, LossScale = 0.5, GoodSteps = 1999 };
        checkpoint.Values[0] = float.NaN;
        checkpoint.Values[1] = -0f;
        checkpoint.Values[^1] = float.Epsilon;
        return checkpoint;
    }

    [Fact]
    public void ACheckpoint_ComesBackBitForBit()
    {
        Full().Write(Path);
        var read = Checkpoint.Read(Path);

        Assert.Equal(Full() with { Values = [] }, read with { Values = [] });
        Assert.Equal(Full().Values.Select(BitConverter.SingleToInt32Bits), read.Values.Select(BitConverter.SingleToInt32Bits));
    }

    /// <summary>Literal bytes, for ever: a run that one version began is continued by the next.</summary>
    [Fact]
    public void TheHeader_IsWrittenAsEver()
    {
        Full().Write(Path);

        Assert.Equal(
            "535745455052554E" + "01000000" + "03000000" + "00003426F56B0C43" + "000000000000E03F" + "00000000003C9F40" + "4EFF0000",
            Convert.ToHexString(File.ReadAllBytes(Path).AsSpan(0, 44)));
    }

    [Fact]
    public void WritingAgain_ReplacesTheFileAndLeavesNothingBehind()
    {
        (Full() with { Epoch = 1 }).Write(Path);
        Full().Write(Path);

        Assert.Equal(3, Checkpoint.Read(Path).Epoch);
        Assert.Single(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(1000)]
    [InlineData(-1)]
    public void ATornFile_IsRefused(int length)
    {
        Full().Write(Path);
        var content = File.ReadAllBytes(Path);
        File.WriteAllBytes(Path, content[..(length < 0 ? content.Length + length : length)]);

        Assert.Contains(Path, Assert.Throws<CheckpointUnusableException>(() => Checkpoint.Read(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneChangedBit_IsRefused()
    {
        Full().Write(Path);
        var content = File.ReadAllBytes(Path);
        content[5000] ^= 1;
        File.WriteAllBytes(Path, content);

        Assert.Contains("SHA-256", Assert.Throws<CheckpointUnusableException>(() => Checkpoint.Read(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointOfAnotherModel_IsRefused()
    {
        (Full() with { Values = new float[30] }).Write(Path);

        Assert.Contains("another model", Assert.Throws<CheckpointUnusableException>(() => Checkpoint.Read(Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>With a true hash, as somebody would make it who wants the reader to take memory for it.</summary>
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(1)]
    public void ACountThatTheFileDoesNotHold_TakesNoMemory(int count)
    {
        Full().Write(Path);
        var content = File.ReadAllBytes(Path);
        BitConverter.TryWriteBytes(content.AsSpan(40), count);
        System.Security.Cryptography.SHA256.HashData(content.AsSpan(..^32)).CopyTo(content, content.Length - 32);
        File.WriteAllBytes(Path, content);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("holds", Assert.Throws<CheckpointUnusableException>(() => Checkpoint.Read(Path)).Message, StringComparison.Ordinal);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    /// <summary>The first bytes of version 1, for ever.</summary>
    [Fact]
    public void TheLayout_IsStable()
    {
        Full().Write(Path);

        Assert.Equal(
            "5357454550-52554E-01000000-03000000-00003426F56B0C43-000000000000E03F-00000000003C9F40-4EFF0000".Replace("-", "", StringComparison.Ordinal),
            Convert.ToHexString(File.ReadAllBytes(Path).AsSpan(0, 44)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
