using System.Globalization;
using Sweep.Experiments.Trials;

namespace Sweep.Reporting.Answers.Figures;

/// <summary>
/// Numbers as people read them, at the terminal, in pictures and in the report. The rules of the house:
/// <list type="bullet">
/// <item>A hyperparameter, and a number of which nothing more is known, has six significant digits, as the points of ranges have.</item>
/// <item>A loss or an accuracy has four decimals; from 1000 on, four significant digits.</item>
/// <item>A power of ten is written as sweep files have it: <c>1e-5</c>, <c>5.841e7</c>.</item>
/// <item>A share with a name of its own is per cent, with a space before the sign.</item>
/// <item>What there is nothing of is a dash.</item>
/// </list>
/// <see cref="Counted"/> has what is counted, <see cref="Durations"/>, <see cref="Sizes"/> and <see cref="Times"/> what is measured in
/// seconds, bytes and by the clock. JSON, CSV, Parquet and exports have every digit and use none of these.
/// </summary>
internal static class Numbers
{
    public const string None = "–";

    /// <summary>A hyperparameter, or any number: <c>0.000316228</c>, <c>1e-5</c>, <c>5.8407e7</c>.</summary>
    public static string Short(double value) => Digits(value, 6);

    /// <summary>Every digit, for a hyperparameter that a person may write into the next sweep file.</summary>
    public static string Exact(double value) => Spelled(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>
    /// A hyperparameter as <see cref="Short(double)"/>; whole numbers, texts and truth values as they are, none as a dash.
    /// </summary>
    public static string Short(ParameterValue? value) => value switch
    {
        null => None,
        { Kind: ParameterKind.Number } number => Short(number.Number),
        { } other => other.ToString(),
    };

    /// <summary>A hyperparameter as <see cref="Exact(double)"/>; whole numbers, texts and truth values as they are.</summary>
    public static string Exact(ParameterValue value) => value.Kind == ParameterKind.Number ? Exact(value.Number) : value.ToString();

    /// <summary>A loss, or an accuracy from 0 to 1: <c>0.8123</c>, <c>5.841e7</c>.</summary>
    public static string Measure(double? value) => value switch
    {
        null => None,
        { } v when !double.IsFinite(v) || Math.Abs(v) < 1000 => v.ToString("0.0000", CultureInfo.InvariantCulture),
        { } v => Digits(v, 4),
    };

    /// <summary>A difference of measures, with its sign: <c>+0.0123</c>.</summary>
    public static string Signed(double difference) => difference < 0 ? Measure(difference) : $"+{Measure(difference)}";

    /// <summary>The p of a test: four decimals, and never nothing.</summary>
    public static string Probability(double p) => p < 0.0001 ? "<0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>What was measured or reckoned as a share, in per cent: <c>71.23 %</c>.</summary>
    public static string Percent(double share, int decimals = 2) =>
        double.IsFinite(share) ? Fixed(100 * share, decimals) + " %" : None;

    /// <summary>A part of a whole, in per cent: <c>42 %</c>, <c>3.1 %</c>, <c>&lt;0.1 %</c>.</summary>
    public static string Part(double share) => share switch
    {
        > 0 and < 0.001 => "<0.1 %",
        < 0.0995 => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %",
        _ => Fixed(100 * share, 0) + " %",
    };

    /// <summary>So much in a second or a minute: four significant digits at most, <c>12.5</c>, <c>1234</c>, <c>123k</c>.</summary>
    public static string Rate(double? value) => value switch
    {
        null => None,
        { } v when v < 100 => v.ToString("0.#", CultureInfo.InvariantCulture),
        { } v when v < 100_000 => v.ToString("0", CultureInfo.InvariantCulture),
        { } v => (v / 1000).ToString("0", CultureInfo.InvariantCulture) + "k",
    };

    /// <summary>
    /// A mark on an axis or in a cell of a picture, where there is room for three digits: <c>0.05</c>, <c>10</c>, and below a hundredth as
    /// a power of ten, <c>1e-4</c>, <c>3.16e-3</c>.
    /// </summary>
    public static string Mark(double value)
    {
        if (value == 0) return "0";
        var size = Math.Abs(value);
        if (size is >= 0.01 and < 1e4)
            return value.ToString(size < .1 ? "0.0###" : size < 1 ? "0.###" : "0.##", CultureInfo.InvariantCulture);
        var exponent = (int)Math.Floor(Math.Log10(size) + 1e-9);
        return FormattableString.Invariant($"{value / Math.Pow(10, exponent):0.##}e{exponent}");
    }

    /// <summary>So many decimals, without a minus before nothing.</summary>
    public static string Fixed(double value, int decimals) =>
        (Math.Round(value, decimals, MidpointRounding.AwayFromZero) + 0.0).ToString($"F{decimals}", CultureInfo.InvariantCulture);

    /// <summary>Significant digits, without zeros at the end; plain from 0.0001 to as many digits as there are.</summary>
    private static string Digits(double value, int digits) => Spelled(value.ToString($"G{digits}", CultureInfo.InvariantCulture));

    private static string Spelled(string text)
    {
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        return exponent < 0 ? text : $"{text[..exponent]}e{int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture)}";
    }
}
