using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Data;

/// <summary>A colour picture in the making: a shaded background, paint on it, and noise when it is developed into bytes.</summary>
internal sealed class ShapeCanvas
{
    private const double LeastContrast = 70, MostContrast = 180;
    private const double Brightness = 45, Tint = 25;
    private const double MostShading = 1.2;
    private const double MostNoise = 20;
    private readonly int side;
    private readonly double[] planes;
    private readonly double[] background;

    public ShapeCanvas(int side, ref SplitMix64 random)
    {
        this.side = side;
        planes = new double[3 * side * side];
        background = new double[3];
        var grey = 128 + (Signed(ref random) * Brightness);
        for (var c = 0; c < 3; c++)
        {
            background[c] = grey + (Signed(ref random) * Tint);
            var (right, down) = (Signed(ref random) * MostShading, Signed(ref random) * MostShading);
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                    planes[(((c * side) + y) * side) + x] = background[c] + (right * (x - (side / 2))) + (down * (y - (side / 2)));
            }
        }
    }

    public void Paint(Shape shape, ref SplitMix64 random) => Paint(shape, Colour(LeastContrast, MostContrast, ref random));

    public void Distract(ref SplitMix64 random) => Paint(Shape.Distractor(ref random), Colour(LeastContrast, MostContrast, ref random));

    /// <summary>Scales to bytes with noise of a random strength, in part common to the three channels.</summary>
    public void Develop(Span<byte> pixels, ref SplitMix64 random)
    {
        var strength = (0.3 + (0.7 * random.NextUnit())) * MostNoise;
        var area = side * side;
        for (var i = 0; i < area; i++)
        {
            var bits = random.Next();
            var common = Noise(bits);
            for (var c = 0; c < 3; c++)
            {
                var value = planes[(c * area) + i] + (strength * (common + Noise(bits >> (16 * (c + 1)))));
                pixels[(c * area) + i] = (byte)Math.Clamp(value + 0.5, 0, 255);
            }
        }
    }

    /// <summary>The sum of two uniform bytes: a triangle over −1 to 1 with deviation 0.41.</summary>
    private static double Noise(ulong bits) => ((int)(bits & 255) + (int)((bits >> 8) & 255) - 255) / 255.0;

    private void Paint(Shape shape, double[] colour)
    {
        var (left, right, top, bottom) = shape.Box(side);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var cover = shape.Cover(x, y);
                if (cover <= 0)
                    continue;
                for (var c = 0; c < 3; c++)
                {
                    ref var plane = ref planes[(((c * side) + y) * side) + x];
                    plane += cover * (colour[c] - background[c]);
                }
            }
        }
    }

    /// <summary>
    /// A colour that differs from the background by a given distance, in a random direction that points away from the ends of the range.
    /// </summary>
    private double[] Colour(double least, double most, ref SplitMix64 random)
    {
        var distance = least + (random.NextUnit() * (most - least));
        Span<double> direction = [0.15 + random.NextUnit(), 0.15 + random.NextUnit(), 0.15 + random.NextUnit()];
        var length = Math.Sqrt((direction[0] * direction[0]) + (direction[1] * direction[1]) + (direction[2] * direction[2]));
        var colour = new double[3];
        for (var c = 0; c < 3; c++)
        {
            var step = direction[c] / length * distance;
            var up = background[c] + step > 255 || (background[c] - step >= 0 && random.NextUnit() < 0.5) ? -1 : 1;
            colour[c] = background[c] + (up * step);
        }
        return colour;
    }

    private static double Signed(ref SplitMix64 random) => (2 * random.NextUnit()) - 1;
}
