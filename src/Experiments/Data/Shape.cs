using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Data;

/// <summary>
/// A shape as a signed distance in pixels from its outline, negative inside, in the coordinates of the picture.
/// </summary>
/// <param name="Distance">Distance at a point of the shape's own frame.</param>
/// <param name="Radius">No paint further than this from the shape's middle, in its own frame.</param>
/// <param name="Softness">Pixels over which the paint fades; 1 is a crisp edge without jaggies.</param>
internal sealed record Shape(Frame Frame, double Radius, Func<double, double, double> Distance, double Softness = 1)
{
    /// <summary>The pixels that may have paint, first and last included.</summary>
    public (int Left, int Right, int Top, int Bottom) Box(int side)
    {
        var reach = (Radius + 1) / Frame.LeastStretch;
        return (Pixel(Frame.X - reach), Pixel(Frame.X + reach), Pixel(Frame.Y - reach), Pixel(Frame.Y + reach));
        int Pixel(double at) => (int)Math.Clamp(at, 0, side - 1);
    }


    /// <summary>Share of paint at pixel (x, y), 0 to 1.</summary>
    public double Cover(double x, double y)
    {
        var (u, v) = Frame.Local(x, y);
        return Math.Clamp(0.5 - (Distance(u, v) / Softness), 0, 1);
    }

    /// <summary>A random shape of class <paramref name="label"/>, an index into <see cref="Shapes10.Classes"/>.</summary>
    public static Shape Of(int label, ref SplitMix64 random)
    {
        var frame = Frame.Random(ref random);
        var r = 5.5 + (random.NextUnit() * 5.5);
        var w = 0.8 + (random.NextUnit() * 1.2);
        var outlined = random.NextUnit() < 0.5;
        return label switch
        {
            0 => new(frame, 1.2 * r, (u, v) => Length(u, v) - (0.6 * r), 1.2 * r),
            1 => new(frame, double.MaxValue / 4, (_, v) => v),
            2 => new(frame, r + w, (u, v) => Segment(u, v, -r, 0, r, 0) - w),
            3 => new(frame, (1.6 * r) + w, (u, v) => Math.Min(Segment(u, v, 0, 0, 1.6 * r, 0), Segment(u, v, 0, 0, 0, 1.6 * r)) - w),
            4 => new(frame, r + w, (u, v) => Math.Min(Segment(u, v, -r, 0, r, 0), Segment(u, v, 0, -r, 0, r)) - w),
            5 => new(frame, r + w, (u, v) => Math.Abs(Length(u, v) - r) - w),
            6 => new(frame, r, (u, v) => Length(u, v) - r),
            7 => Polygon(frame, Triangle, r, outlined ? w : null),
            8 => Polygon(frame, Square, r, outlined ? w : null),
            _ => Polygon(frame, Star, 1.15 * r, outlined ? w : null),
        };
    }

    /// <summary>Something small that is no class of its own: a speck or a scratch.</summary>
    public static Shape Distractor(ref SplitMix64 random)
    {
        var frame = Frame.Random(ref random, reach: 15);
        var r = 1 + (random.NextUnit() * 2);
        return random.NextUnit() < 0.5
            ? new(frame, r, (u, v) => Length(u, v) - r)
            : new(frame, (2 * r) + 0.6, (u, v) => Segment(u, v, -2 * r, 0, 2 * r, 0) - 0.6);
    }

    // Vertices on the unit circle, the square's at 1.13; the star's inner ones at 0.42. Written out, because sines differ between platforms
    // in the last digit.
    private const double Farthest = 1.14;
    private static readonly (double X, double Y)[] Triangle = [(0, -1), (0.8660254, 0.5), (-0.8660254, 0.5)];
    private static readonly (double X, double Y)[] Square = [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)];
    private static readonly (double X, double Y)[] Star =
    [
        (0, -1), (0.246870, -0.339787), (0.951057, -0.309017), (0.399444, 0.129787), (0.587785, 0.809017),
        (0, 0.42), (-0.587785, 0.809017), (-0.399444, 0.129787), (-0.951057, -0.309017), (-0.246870, -0.339787),
    ];

    /// <param name="line">Half the width of the outline; null fills the shape.</param>
    private static Shape Polygon(Frame frame, (double X, double Y)[] vertices, double radius, double? line) => line is { } w
        ? new(frame, (Farthest * radius) + w, (u, v) => Math.Abs(Inside(u, v, vertices, radius)) - w)
        : new(frame, Farthest * radius, (u, v) => Inside(u, v, vertices, radius));

    /// <summary>Distance to the nearest side, negative where a ray crosses the outline an odd number of times.</summary>
    private static double Inside(double u, double v, (double X, double Y)[] vertices, double radius)
    {
        var nearest = double.MaxValue;
        var inside = false;
        var (ax, ay) = (vertices[^1].X * radius, vertices[^1].Y * radius);
        foreach (var (x, y) in vertices)
        {
            var (bx, by) = (x * radius, y * radius);
            nearest = Math.Min(nearest, Segment(u, v, ax, ay, bx, by));
            if (ay > v != by > v && u < ((bx - ax) * (v - ay) / (by - ay)) + ax)
                inside = !inside;
            (ax, ay) = (bx, by);
        }
        return inside ? -nearest : nearest;
    }

    private static double Segment(double u, double v, double ax, double ay, double bx, double by)
    {
        var (px, py, dx, dy) = (u - ax, v - ay, bx - ax, by - ay);
        var t = Math.Clamp(((px * dx) + (py * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return Length(px - (t * dx), py - (t * dy));
    }

    private static double Length(double u, double v) => Math.Sqrt((u * u) + (v * v));
}

/// <summary>Where a shape stands: its middle, its rotation as a unit vector, and how much its second axis is stretched.</summary>
internal readonly record struct Frame(double X, double Y, double Cos, double Sin, double Stretch)
{
    public const double LeastStretch = 0.8;
    private const double Middle = 15.5;

    /// <param name="reach">How far from the picture's middle, in pixels, each way.</param>
    public static Frame Random(ref SplitMix64 random, double reach = 5)
    {
        var x = Middle + (((2 * random.NextUnit()) - 1) * reach);
        var y = Middle + (((2 * random.NextUnit()) - 1) * reach);
        // The rational parametrisation of the circle: rotations without sine and cosine.
        var t = random.NextUnit();
        var (cos, sin) = ((1 - (t * t)) / (1 + (t * t)), 2 * t / (1 + (t * t)));
        var stretch = LeastStretch + (random.NextUnit() * 0.45);
        return random.NextBelow(4) switch
        {
            0 => new(x, y, cos, sin, stretch),
            1 => new(x, y, -sin, cos, stretch),
            2 => new(x, y, -cos, -sin, stretch),
            _ => new(x, y, sin, -cos, stretch),
        };
    }

    public (double U, double V) Local(double x, double y)
    {
        var (dx, dy) = (x - X, y - Y);
        return ((dx * Cos) + (dy * Sin), ((dy * Cos) - (dx * Sin)) * Stretch);
    }
}
