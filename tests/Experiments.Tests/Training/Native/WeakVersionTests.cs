using Sweep.Experiments.Training.Native;

namespace Sweep.Experiments.Tests.Training.Native;

public sealed class WeakVersionTests
{
    private static string Mended => Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    /// <summary>The build mended the library in this test's own output folder: mending it again changes nothing.</summary>
    [Fact]
    public void TheBuild_MendedTheLibrary()
    {
        var library = File.ReadAllBytes(Mended);
        var before = (byte[])library.Clone();

        Assert.Equal(1, WeakVersion.Set(library, "GLIBCXX_3.4.32"));
        Assert.Equal(before, library);
    }

    [Fact]
    public void AnotherVersion_ChangesItsOwnFlagOnly()
    {
        var library = File.ReadAllBytes(Mended);
        var before = (byte[])library.Clone();

        Assert.Equal(1, WeakVersion.Set(library, "GLIBCXX_3.4.29"));
        var changed = Assert.Single(Enumerable.Range(0, library.Length), i => library[i] != before[i]);
        Assert.Equal(0, before[changed]);
        Assert.Equal(2, library[changed]);
    }

    [Fact]
    public void AVersionThatNothingNeeds_IsNotFound() => Assert.Equal(0, WeakVersion.Set(File.ReadAllBytes(Mended), "GLIBCXX_9.9"));

    [Fact]
    public void AFileThatIsNoLibrary_IsRefused() => Assert.Throws<InvalidDataException>(() => WeakVersion.Set(new byte[200], "GLIBCXX_3.4.32"));
}
