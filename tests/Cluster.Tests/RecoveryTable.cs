using System.Globalization;
using Sweep.Shared;

namespace Sweep.Cluster.Tests;

/// <summary>
/// What the tests of recovery have measured, as the table of <c>docs/lab.md</c>: written to <c>artifacts/recovery.md</c> when all have run.
/// </summary>
public sealed class RecoveryTable : IDisposable
{
    private readonly List<string> rows = [];

    /// <param name="outage">How long it lasted, or what it was.</param>
    /// <param name="recovery">Until every agent that was hurt had work again and its reports were in the journal.</param>
    internal void Add(string scenario, string outage, TimeSpan recovery, int leasesLost) => rows.Add(string.Create(
        CultureInfo.InvariantCulture, $"| {scenario} | {outage} | {recovery.TotalSeconds:0.0} s | {leasesLost} |"));

    public void Dispose()
    {
        if (rows.Count > 0)
            File.WriteAllLines(Checkout.PathOf("artifacts/recovery.md"), ["| what | outage | recovered after | leases lost |", "|---|---|---|---|", .. rows]);
    }
}
