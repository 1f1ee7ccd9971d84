using Sweep.Coordinator.Drilling.Proofs;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Drilling.Proofs;

public sealed class ResultsLedgerTests
{
    private readonly ResultsLedger ledger = new();

    private static TrialRow Row(string trial, TrialState state, double? valLoss = null) =>
        new(TrialId.Of(trial), state, new(1e-3, 1, 1e-3, 8, 0), valLoss, valLoss, 0.5, 1, 0.5, 1, RunId.Of("r"), "a", 1);

    [Fact]
    public void ResultsThatStay_AreNoFinding_NotANumberIncluded()
    {
        Assert.Empty(ledger.Compare("s", [Row("a", TrialState.Running), Row("b", TrialState.Diverged, double.NaN)]));
        Assert.Empty(ledger.Compare("s", [Row("a", TrialState.Completed, 1), Row("b", TrialState.Diverged, double.NaN)]));
        Assert.Empty(ledger.Compare("s", [Row("a", TrialState.Completed, 1), Row("b", TrialState.Diverged, double.NaN)]));
        Assert.Equal(2, ledger.Count);
    }

    [Fact]
    public void AResultThatVanishes_IsAFinding()
    {
        ledger.Compare("s", [Row("a", TrialState.Completed, 1)]);
        Assert.Contains("later without one", Assert.Single(ledger.Compare("s", [Row("a", TrialState.Running)])), StringComparison.Ordinal);
        Assert.Contains("later without one", Assert.Single(ledger.Compare("s", [])), StringComparison.Ordinal);
    }

    [Fact]
    public void AResultThatChangesInItsLastBit_IsAFinding()
    {
        ledger.Compare("s", [Row("a", TrialState.Completed, 1)]);
        Assert.Single(ledger.Compare("s", [Row("a", TrialState.Completed, double.BitIncrement(1))]));
    }
}
