using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public sealed class LibTorchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-test-").FullName;

    [Fact]
    public void LoadingTwice_DoesNothingTheSecondTime()
    {
        LibTorch.Load();
        LibTorch.Load();

        Assert.StartsWith("2.10", LibTorch.Version, StringComparison.Ordinal);
        Assert.Equal(1, TorchSharp.torch.get_num_threads());
    }

    [Fact]
    public void AMissingLibrary_IsOneSentenceWithTheRemedy()
    {
        var failure = Assert.Throws<LibTorchUnavailableException>(() => LibTorch.LoadNative([folder]));

        Assert.Contains(folder, failure.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void ABrokenLibrary_IsOneSentenceWithTheLoadersReason()
    {
        File.WriteAllText(Path.Combine(folder, "libLibTorchSharp.so"), new string('x', 4096));
        var failure = Assert.Throws<LibTorchUnavailableException>(() => LibTorch.LoadNative([folder]));

        Assert.Contains("invalid ELF header", failure.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
