namespace Sweep.Experiments.Training;

/// <summary>
/// AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2) with PyTorch's defaults
/// β₁ = 0.9, β₂ = 0.999, ε = 1e-8, over the flat parameter vector:
/// <code>
/// θ ← θ(1 − ηλ);  m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;
/// θ ← θ − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
/// </code>
/// </summary>
internal static class AdamW
{
    /// <summary>
    /// <c>state</c> [3, P] float32 holds parameters, m and v; <c>t</c>, the number of the step, is a float64 scalar on the same device, so
    /// that nothing is read back from it.
    /// </summary>
    public const string Script = """
        def adamw(state, t, g, lr: float, decay: float):
            p, m, v = state.unbind(0)
            m.lerp_(g, 1 - 0.9)
            v.mul_(0.999).addcmul_(g, g, value=1 - 0.999)
            size = lr / (1 - torch.pow(0.9, t))
            root = v.sqrt().div_(torch.sqrt(1 - torch.pow(0.999, t))).add_(1e-8)
            p.mul_(1 - lr * decay).sub_(m.div(root).mul_(size))
        """;
}
