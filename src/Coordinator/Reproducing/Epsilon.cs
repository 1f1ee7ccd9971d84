namespace Sweep.Coordinator.Reproducing;

/// <summary>
/// How far a repeated metric may lie from the recorded one to be the same for every practical purpose: a loss, and whatever a program
/// measures, by this share of the greater of the two, a validation accuracy by this much of the whole validation set.
/// </summary>
public readonly record struct Epsilon(double Value)
{
    /// <summary>
    /// What another processor's rounding does, with some room: at learning rates up to 1e-3, over five epochs, no metric moved by more than
    /// 0.03 when the same processor was held to older instruction sets (docs/model.md). Higher rates amplify rounding beyond any ε worth
    /// the name.
    /// </summary>
    public const double Default = 0.05;

    public Likeness OfLosses(double recorded, double repeated) =>
        Compare(recorded, repeated, Value * Math.Max(Math.Abs(recorded), Math.Abs(repeated)));

    public Likeness OfAccuracies(double recorded, double repeated) => Compare(recorded, repeated, Value);

    private static Likeness Compare(double recorded, double repeated, double allowed) =>
        Same(recorded, repeated) ? Likeness.Identical
        : double.IsFinite(recorded) && double.IsFinite(repeated) && Math.Abs(recorded - repeated) <= allowed ? Likeness.Within
        : Likeness.Different;

    private static bool Same(double a, double b) =>
        (double.IsNaN(a) && double.IsNaN(b)) || BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);
}
