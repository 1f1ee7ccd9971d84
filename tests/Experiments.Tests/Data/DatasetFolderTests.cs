using Sweep.Experiments.Data;

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
    public void EmptyAndRelativeVariables_AreAsIfUnset() =>
        Assert.Equal(new("/d/.cache/sweep", "cache"), With("", ("SWEEP_DATA", ""), ("XDG_CACHE_HOME", "cache"), ("HOME", "/d")));

    private static DatasetFolder With(string? option, params (string Name, string Value)[] variables) =>
        DatasetFolder.Of(option, name => variables.FirstOrDefault(v => v.Name == name).Value);
}
