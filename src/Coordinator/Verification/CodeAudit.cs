using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>The code that a sweep's program was submitted with is there for as long as the sweep is.</summary>
internal static class CodeAudit
{
    /// <param name="look">Reads a blob.</param>
    public static IEnumerable<Finding> Of(CoordinatorState state, Func<string, BlobCondition> look) =>
        from sweep in state.Sweeps
        let code = sweep.Spec.Program?.Code
        where code is not null
        let condition = look(code)
        where condition is not BlobCondition.Sound
        select new Finding(
            condition is BlobCondition.Missing ? FindingKind.CodeMissing : FindingKind.CodeDamaged,
            $"blobs/{code[..Math.Min(2, code.Length)]}/{code}",
            $"The code of sweep {sweep.Name} {(condition is BlobCondition.Missing ? "is not there" : "does not hash to its name")}.",
            "Put it back from a backup, or submit the sweep again with the folder as it was; results stand, "
                + "and agents that have the code go on.");
}
