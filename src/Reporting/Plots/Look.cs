using ScottPlot;

namespace Sweep.Reporting.Plots;

/// <summary>
/// How every plot looks. Categories: the palette of Okabe and Ito (2008), told apart by people with any colour vision, without
/// its black and its yellow. Quantities: viridis, whose lightness rises evenly.
/// </summary>
internal static class Look
{
    public const int Width = 920;

    /// <summary>Of a name in a legend, in pixels: where curves are drawn their side of the picture is no wider.</summary>
    private const int LegendWidth = 185;

    public static readonly Color Ink = Color.FromHex("#1B1F24");
    /// <summary>Ink on a light area that stays light in the dark.</summary>
    public static readonly Color InkOnLight = Color.FromHex("#10141A");
    public static readonly Color Quiet = Color.FromHex("#6B7280");
    public static readonly Color Grid = Color.FromHex("#E5E7EB");
    public static readonly Color Empty = Color.FromHex("#F1F3F5");
    public static readonly Color Bad = Color.FromHex("#D55E00");
    public static readonly Color Background = Color.FromHex("#C9CED6");

    public static readonly IReadOnlyList<Color> Categories =
        [.. new[] { "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#8C510A" }.Select(h => Color.FromHex(h))];

    public static readonly IReadOnlyList<MarkerShape> Shapes =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp,
        MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.Cross,
    ];

    private static readonly ScottPlot.Colormaps.Viridis Viridis = new();

    /// <param name="share">0 to 1; the palest end is left out, because thin lines in it vanish on white paper.</param>
    public static Color Quantity(double share) => Viridis.GetColor(0.92 * Math.Clamp(share, 0, 1));

    /// <summary>Whichever of white and ink reads better on a filled area.</summary>
    public static Color On(Color fill) => Luminance(fill) > 0.3 ? InkOnLight : Colors.White;

    /// <summary>An empty plot with the house's letters and lines.</summary>
    public static Plot Plot(string title, string x, string y)
    {
        PlotFont.Install();
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(Ink);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = Grid;
        plot.Title(title, 15);
        plot.Axes.Title.Label.ForeColor = Ink;
        Label(plot.Axes.Bottom.Label, x);
        Label(plot.Axes.Left.Label, y);
        foreach (var axis in new[] { plot.Axes.Bottom, (IAxis)plot.Axes.Left })
        {
            axis.FrameLineStyle.Color = Quiet;
            axis.TickLabelStyle.FontSize = 12;
            axis.TickLabelStyle.ForeColor = Ink;
            axis.MajorTickStyle.Color = Quiet;
            axis.MinorTickStyle.Color = Quiet;
        }
        return plot;
    }

    /// <summary>A legend beside the data, where it can hide nothing.</summary>
    public static void Legend(Plot plot, params IEnumerable<LegendItem> items)
    {
        plot.Legend.OutlineWidth = 0;
        plot.Legend.BackgroundColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontSize = 12;
        plot.Legend.FontColor = Ink;
        plot.Legend.ManualItems.AddRange(items);
        if (plot.Legend.GetItems().Length > 0) plot.ShowLegend(Edge.Right);
    }

    /// <summary>A name for the legend, cut where it would take more than its share of the picture's width.</summary>
    /// <param name="end">What is said behind it in any case.</param>
    public static string Fitting(string name, string end = "")
    {
        bool Fits(string text) => PlotFont.Install().Measure(text + end, 12, bold: false) <= LegendWidth;
        if (Fits(name))
            return name + end;
        var length = name.Length - 1;
        while (length > 1 && !Fits($"{name[..length]}…"))
            length--;
        return $"{name[..length].TrimEnd(' ', ',')}…{end}";
    }

    /// <summary>Names instead of numbers on the left, from the bottom up, with room for the longest.</summary>
    public static void Rows(Plot plot, IReadOnlyList<string> names)
    {
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, names.Count).Select(i => (double)i)], [.. names]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        var widest = names.Max(n => PlotFont.Install().Measure(n, 12, bold: false));
        plot.Axes.Left.MinimumSize = widest + (plot.Axes.Left.Label.Text.Length > 0 ? 38 : 14);
    }

    /// <summary>A sentence where there is nothing to draw.</summary>
    public static Plot Nothing(string title, string sentence)
    {
        var plot = Plot(title, "", "");
        plot.HideGrid();
        plot.Axes.Frame(false);
        plot.Axes.Bottom.SetTicks([], []);
        plot.Axes.Left.SetTicks([], []);
        plot.Axes.SetLimits(-1, 1, -1, 1);
        Text(plot, sentence, 0, 0, Alignment.MiddleCenter, Quiet, 14);
        return plot;
    }

    public static ScottPlot.Plottables.Text Text(
        Plot plot, string text, double x, double y, Alignment alignment, Color color, float size = 12, bool bold = false)
    {
        var label = plot.Add.Text(text, x, y);
        label.LabelFontSize = size;
        label.LabelFontColor = color;
        label.LabelAlignment = alignment;
        label.LabelBold = bold;
        return label;
    }

    /// <summary>Relative luminance as WCAG 2 defines it, 0 to 1.</summary>
    private static double Luminance(Color color)
    {
        static double Linear(byte channel) => channel / 255.0 is var c && c <= .04045 ? c / 12.92 : Math.Pow((c + .055) / 1.055, 2.4);
        return (.2126 * Linear(color.R)) + (.7152 * Linear(color.G)) + (.0722 * Linear(color.B));
    }

    private static void Label(LabelStyle label, string text)
    {
        label.Text = text;
        label.FontSize = 13;
        label.Bold = false;
        label.ForeColor = Ink;
    }
}
