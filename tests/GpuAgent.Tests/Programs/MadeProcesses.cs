using System.Globalization;
using Sweep.GpuAgent.Programs;

namespace Sweep.GpuAgent.Tests.Programs;

/// <summary>The processes that a program in a test has made, of which it has written the ids into a file, one a line.</summary>
internal static class MadeProcesses
{
    /// <param name="count">As many as it makes.</param>
    public static void NoneLives(string file, int count)
    {
        int[] made = [.. File.ReadAllLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        Assert.Equal(count, made.Length);
        Assert.All(made, id => Assert.False(Processes.Lives(id)));
    }

#pragma warning disable RS0030 // Nobody tells that a process is there, or is gone.
    public static Task ALittle() => Task.Delay(10, TestContext.Current.CancellationToken);
#pragma warning restore RS0030
}
