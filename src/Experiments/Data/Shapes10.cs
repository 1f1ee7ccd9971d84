using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Data;

/// <summary>
/// A dataset that needs no download: 32 × 32 colour pictures of ten classes that climb the hierarchy of images: blobs and edges,
/// what edges make (bars, corners, crosses, rings), and the figures made of those. Place, size, rotation, colours, contrast, shading, noise
/// and distractors are random, so that learning rate and epochs matter. Every picture depends on the seed and its own number alone and is
/// computed with operations that IEEE 754 rounds the same everywhere: the same bytes on every machine.
/// </summary>
public static class Shapes10
{
    public const int TrainImages = 10_000;
    public const int ValidationImages = 2_000;
    private const int Side = 32;
    private const int Channels = 3;
    private const ulong TrainSeed = 10;
    private const ulong ValidationSeed = 11;

    public static readonly IReadOnlyList<string> Classes =
        ["blob", "edge", "bar", "corner", "cross", "ring", "disc", "triangle", "square", "star"];

    /// <summary>
    /// The first <paramref name="train"/> and <paramref name="validation"/> pictures; fewer are always the first of more.
    /// </summary>
    public static Dataset Generate(int train = TrainImages, int validation = ValidationImages) =>
        Dataset.Of(Trials.DatasetSpec.Shapes10, Pictures(TrainSeed, train), Pictures(ValidationSeed, validation), Classes);

    private static ImageSet Pictures(ulong seed, int count)
    {
        var images = new ImageSet(new byte[count * Channels * Side * Side], new byte[count], Channels, Side, Side);
        Parallel.For(0, count, i =>
        {
            var label = i % Classes.Count;
            images.Labels[i] = (byte)label;
            Draw(label, new SplitMix64((seed << 32) + (ulong)i), images.Pixels.AsSpan(i * images.ImageBytes, images.ImageBytes));
        });
        return images;
    }

    private static void Draw(int label, SplitMix64 seed, Span<byte> pixels)
    {
        // Neighbouring seeds share most of their bits; one step of mixing makes the streams independent.
        var random = new SplitMix64(seed.Next());
        var canvas = new ShapeCanvas(Side, ref random);
        for (var distractors = random.NextBelow(3); distractors > 0; distractors--)
            canvas.Distract(ref random);
        canvas.Paint(Shape.Of(label, ref random), ref random);
        canvas.Develop(pixels, ref random);
    }
}
