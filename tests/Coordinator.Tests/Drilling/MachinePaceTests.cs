using Sweep.Coordinator.Drilling;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Drilling;

public sealed class MachinePaceTests
{
    private static readonly DrillOrder Order =
        new(4, 200, DrillOrder.AllParts, TimeSpan.FromMinutes(2), null, 1, DrillOrder.DefaultLeaseSeconds, Real: false, Keep: false);

    private static MachinePace Pace(double startUp = 0.5, double delay = 0.02) => new(TimeSpan.FromSeconds(startUp), TimeSpan.FromSeconds(delay));

    [Fact]
    public void AQuietMachine_KeepsTheTimesAskedFor() => Assert.Equal(Order, Pace().Fit(Order));

    [Fact]
    public void ABusyMachine_StretchesThem_AllAlike()
    {
        var fitted = Pace(startUp: 5).Fit(Order);
        Assert.Equal((2.5, 13, 20, 5), (fitted.Stretch, fitted.LeaseSeconds, fitted.StallSeconds, fitted.Time.TotalMinutes));
        Assert.Equal(
            "This machine is busy: 4 trainers started together take 5 s, and what is due is done up to 20.0 ms late. "
            + "The drill's times are stretched 2.5-fold: leases of 13 s, about 5:00 min.",
            Pace(startUp: 5).Why(fitted));
        Assert.Equal(3.6, Pace(delay: 1.5).Fit(Order).Stretch);
    }

    [Fact]
    public void AMachineThatIsTooBusy_IsRefusedWithTheRemedy_WhichHelps()
    {
        var refusal = Assert.Throws<BadInputException>(() => Pace(startUp: 20).Fit(Order)).Message;
        Assert.EndsWith("Wait until its other work is done, or give it time with --lease-seconds 50.", refusal, StringComparison.Ordinal);
        Assert.Equal(1, Pace(startUp: 20).Fit(Order with { LeaseSeconds = 50 }).Stretch);
    }
}
