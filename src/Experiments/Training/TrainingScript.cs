using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>
/// The compiled training and validation loops, and what classifies by the same code. One call trains many batches: there is no managed
/// work, no read-back and no allocation by .NET between steps. Compiled once a process, because libtorch never frees a compilation unit.
/// </summary>
internal static partial class TrainingScript
{
    private static readonly string Loops = $$"""
        def batch(images, gain, shift, at, height: int, width: int):
            x = torch.addcmul(shift, images.index_select(0, at).float(), gain)   # [B, H·W·3]
            return x.view([-1, height, width, 3]).permute([0, 3, 1, 2])          # [B, 3, H, W], channels last in memory

        def step(x, y, state, counters, loss, lr: float, decay: float, kind: int, scaled: bool):
            x = x.to(kind)
            p = state[0].to(kind)
            a1, a2, m, at, a3, a4, f, z = activations(x, p)
            s = torch.log_softmax(z, 1)
            loss += torch.nll_loss(s, y, None, 2)                                # 2: the sum over the batch
            dz = (torch.exp(s) - torch.one_hot(y, {{NotebookCnn.Classes}})) / y.size(0)
            if scaled:
                dz = dz * counters[1]
            g = gradient(x, p, a1, a2, m, at, a3, a4, f, dz.to(kind))
            if scaled:
                scaled_step(state, counters, g, lr, decay)
            else:
                counters[0].add_(1)
                adamw(state, counters[0], g, lr, decay)

        def train(images, labels, gain, shift, height: int, width: int, order, size: int, first: int, last: int,
                  state, counters, loss, lr: float, decay: float, kind: int, scaled: bool):
            for i in range(first, last):
                at = order[i * size:(i + 1) * size]
                step(batch(images, gain, shift, at, height, width), labels.index_select(0, at),
                    state, counters, loss, lr, decay, kind, scaled)

        def validate(images, labels, gain, shift, height: int, width: int, order, size: int, state, loss, right, kind: int):
            p = state[0].to(kind)
            for i in range((order.size(0) + size - 1) // size):
                at = order[i * size:(i + 1) * size]
                y = labels.index_select(0, at)
                a1, a2, m, w, a3, a4, f, z = activations(batch(images, gain, shift, at, height, width).to(kind), p)
                loss += torch.nll_loss(torch.log_softmax(z, 1), y, None, 2)
                right += (z.argmax(1) == y).sum()

        def classify(images, gain, shift, height: int, width: int, at, values, kind: int):
            a1, a2, m, w, a3, a4, f, z = activations(batch(images, gain, shift, at, height, width).to(kind), values.to(kind))
            return z
        """;

    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() =>
        jit.compile(string.Concat(new[] { NotebookCnn.Script, AdamW.Script, LossScaler.Script, Loops }.Select(part => part + "\n"))));

    /// <summary>
    /// Calls a function of the script as it is written. libtorch's optimiser may exchange kernels once it has seen a few calls (on CUDA it
    /// fuses them), and then a continued run, whose first steps are another run's later steps, would differ in the last bits; it gains
    /// nothing here. The switch is the thread's own.
    /// </summary>
    public static object Call(string function, params object[] arguments)
    {
        OptimiseGraphs(0);
        // TorchSharp makes a libtorch object of each number and lets go of it before libtorch has read it: a collection in between brought
        // another number, or none. These are kept until the call is over.
        var numbers = new List<Scalar>();
        try
        {
            return Compiled.Value.invoke(function, [.. arguments.Select(Kept)]);
        }
        finally
        {
            numbers.ForEach(number => number.Dispose());
        }

        object Kept(object argument)
        {
            if (argument is not double number)
                return argument;
            numbers.Add(number.ToScalar());
            return numbers[^1];
        }
    }

    [LibraryImport("torch_cpu", EntryPoint = "_ZN5torch3jit24setGraphExecutorOptimizeEb")]
    private static partial void OptimiseGraphs(byte on);
}
