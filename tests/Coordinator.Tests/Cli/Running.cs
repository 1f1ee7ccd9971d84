using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>Runs in training and the sweeps they belong to, by what matters to a test.</summary>
internal static class Running
{
    public static RunningView Run(double lr = 0.001, string sweep = "digits") => new(
        sweep, new("0011223344556677"), new(lr, 1e-3, 8, 0), "box-1", 0, 1, 3, 10, 50, 100, 1.25, 1234, new(2, 1.4, 1.5, 0.625, 8), 42);

    public static SweepView Sweep(int completed = 0, int total = 4, int epochs = 0, string name = "digits") => new(
        name, SweepStatus.Running, "shapes10", "notebook-cnn", "valAccuracy", new(total, completed, 0, 0, total - completed), 2, epochs, 20,
        new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new(name, null, null, "valAccuracy", null, null, new(total, completed, 0, 0, total - completed)));
}
