using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Tests.Data;

public class DatasetFolderTests
{
    [Fact]
    public void Option_ComesBeforeVariableBeforeCache()
    {
        Assert.Equal(new("/a", "--data"), With("/a", ("SWEEP_DATA", "/b"), ("XDG_CACHE_HOME", "/c"), ("HOME", "/d")));
        Assert.Equal(new("/b", "SWEEP_DATA"), With(null, ("SWEEP_DATA", "/b"), ("XDG_CACHE_HOME", "/c"), ("HOME", "/d")));
        Assert.Equal(new("/c/sweep", "cache"), With(null, ("XDG_CACHE_HOME", "/c"), ("HOME", "/d")));
        Assert.Equal(new("/d/.cache/sweep", "cache"), With(null, ("HOME", "/d")));
    }

    [Fact]
    public void ARelativeCacheVariable_IsAsIfUnset() =>
        Assert.Equal(new("/d/.cache/sweep", "cache"), With(null, ("XDG_CACHE_HOME", "cache"), ("HOME", "/d")));

    [Fact]
    public void AnEmptyVariable_IsSaid_RatherThanTakenForAnotherFolder() =>
        Assert.Contains("SWEEP_DATA is set but empty", Assert.Throws<BadInputException>(() => With(null, ("SWEEP_DATA", ""), ("HOME", "/d"))).Message, StringComparison.Ordinal);

    private static DatasetFolder With(string? option, params (string Name, string Value)[] variables) =>
        DatasetFolder.Of(option, name => variables.FirstOrDefault(v => v.Name == name).Value);
}
