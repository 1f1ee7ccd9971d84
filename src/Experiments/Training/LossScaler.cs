namespace Sweep.Experiments.Training;

/// <summary>
/// Keeps half-precision gradients from vanishing: the loss is multiplied by a scale before the backward pass and the gradient divided
/// by it after. A step whose gradient is not finite is skipped and halves the scale; <see cref="GrowthInterval"/> good steps in a row
/// double it. Constants and rules are those of PyTorch's GradScaler. The decision stays on the device: a skipped step is a masked one,
/// never a read-back.
/// </summary>
internal static class LossScaler
{
    public const double InitialScale = 65536;
    public const int GrowthInterval = 2000;

    /// <summary><c>counters</c> [3] float64: steps taken, scale, good steps in a row.</summary>
    public static readonly string Script = $$"""
        def scaled_step(state, counters, g, lr: float, decay: float):
            t, scale, good = counters.unbind(0)
            g = g / scale
            finite = torch.isfinite(g).all()
            before = state.clone()
            t.add_(finite)
            adamw(state, t, g, lr, decay)
            state.copy_(torch.where(finite, state, before))
            good.copy_(torch.where(finite, good + 1, 0))
            grows = good == {{GrowthInterval}}
            scale.mul_(torch.where(finite, torch.where(grows, 2.0, 1.0), 0.5))
            good.mul_(torch.logical_not(grows))
        """;
}
