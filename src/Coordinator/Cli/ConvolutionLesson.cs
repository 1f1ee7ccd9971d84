using Sweep.Coordinator.LocalAgents;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Protocol.Trainers;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep model --convolution</c>: the notebook's exercise for volunteers, to be read and run.</summary>
internal static class ConvolutionLesson
{
    private const int Outputs = 16;
    private const int Seed = 0;

    /// <summary>With loops about half a minute each way.</summary>
    private const long MostMultiplyAdds = 3_000_000_000;

    public static async Task<int> Show(Terminal to, ImageShape image, int batch, CancellationToken cancellation)
    {
        var work = (Int128)batch * image.Values * 9 * Outputs;
        if (work > MostMultiplyAdds)
            throw new BadInputException(
                $"With loops this takes {Counted.Of(work)} multiplications, and more than {Counted.Of(MostMultiplyAdds)} take minutes; "
                + "choose a smaller --input or --batch.");
        var comparison = await Compare(image, batch, cancellation);
        if (to.Json)
            to.WriteJson(Document(comparison));
        else
            Print(to, comparison, image, batch);
        return ExitCode.Done;
    }

    private static async Task<ConvolutionComparison> Compare(ImageShape image, int batch, CancellationToken cancellation)
    {
        await using var trainer = LocalTrainer.Start(LocalTrainer.Cpu, null);
        var order = new ConvolveOrder(batch, image.Channels, image.Height, image.Width, Outputs, Seed);
        await foreach (var what in trainer.Follow(order, cancellation))
            if (what is Convolved convolved)
                return convolved.Comparison;
        throw new InvalidOperationException("The trainer followed the order and gave no answer.");
    }

    private static object Document(ConvolutionComparison c) => new
    {
        input = c.Input,
        output = c.Output,
        multiplyAdds = c.MultiplyAdds,
        equal = c.Equal,
        forwardDifference = c.ForwardDifference,
        gradientDifference = c.GradientDifference,
        loopForwardSeconds = c.LoopForwardSeconds,
        loopBackwardSeconds = c.LoopBackwardSeconds,
        libraryForwardSeconds = c.LibraryForwardSeconds,
        libraryBackwardSeconds = c.LibraryBackwardSeconds,
        source = ReferenceConv2d.ForwardSource(),
    };

    private static void Print(Terminal to, ConvolutionComparison c, ImageShape image, int batch)
    {
        foreach (var line in ReferenceConv2d.ForwardSource().Split('\n'))
            to.Answer(line);
        to.Answer("");
        to.Answer($"Conv2d {image.Channels} -> {Outputs}, 3x3, padding 1, on {Counted.Of(batch, "image")} of {image}: " +
            $"[{string.Join(", ", c.Input)}] -> [{string.Join(", ", c.Output)}],");
        to.Answer($"{Counted.Of(c.MultiplyAdds)} multiplications and additions, float64, one thread of this machine:");
        to.Answer("");
        to.Answer("                         loops     library   largest difference");
        to.Answer(Row("forward", c.LoopForwardSeconds, c.LibraryForwardSeconds, c.ForwardDifference));
        to.Answer(Row("backward (gradients)", c.LoopBackwardSeconds, c.LibraryBackwardSeconds, c.GradientDifference));
        to.Answer("");
        to.Answer(c.Equal
            ? "The numbers are equal but for the last bits, which depend on the order of additions. "
                + $"The library is {Counted.Of((long)Math.Round(Times(c)))} times as fast."
            : "The numbers differ by more than rounding: the loops or the library are wrong on this machine.");
    }

    private static string Row(string what, double loops, double library, double difference) =>
        $"{what,-20} {Durations.Milliseconds(loops),10} {Durations.Milliseconds(library),11}   {Numbers.Mark(difference)}";

    private static double Times(ConvolutionComparison c) =>
        (c.LoopForwardSeconds + c.LoopBackwardSeconds) / Math.Max(c.LibraryForwardSeconds + c.LibraryBackwardSeconds, 1e-9);
}
