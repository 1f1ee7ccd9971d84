using CsCheck;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Tests.Sweeps;

public class SweepFileTextTests
{
    [Fact]
    public void WrittenSpec_ReadsBackTheSame() => Some.Specs.Sample(spec => Assert.Equal(spec, SweepFile.Parse(SweepFileText.Of(spec), "written.yaml")));
}
