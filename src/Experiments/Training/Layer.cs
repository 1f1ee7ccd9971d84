namespace Sweep.Experiments.Training;

/// <summary>A layer of an image network, as far as shapes go. What goes into it follows from the layers before it.</summary>
internal abstract record Layer
{
    private Layer()
    {
    }

    /// <summary>3 × 3 with padding 1, so that height and width stay, and a leaky ReLU.</summary>
    /// <param name="Channels">Of what comes out.</param>
    public sealed record Convolution(string Name, int Channels) : Layer
    {
        public const int Kernel = 3;
    }

    /// <summary>The maximum of every 2 × 2 pixels: half the height and width.</summary>
    public sealed record MaxPool : Layer;

    /// <summary>Means of windows that make the map <paramref name="Side"/> × <paramref name="Side"/> whatever its size was.</summary>
    public sealed record AdaptivePool(int Side) : Layer;

    /// <summary>Every value of the map that goes in, weighted for every class.</summary>
    public sealed record Head(string Name, int Classes) : Layer;
}
