using System.Globalization;

namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>How figures are shown to people: rounded; programs get all digits elsewhere.</summary>
internal static class Figures
{
    /// <summary>Accuracies and losses.</summary>
    public static string Metric(double value) => Math.Abs(value) >= 1e4 ? Short(value) : value.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A difference, with its sign.</summary>
    public static string Signed(double value) => value < 0 ? Metric(value) : $"+{Metric(value)}";

    /// <summary>Six digits.</summary>
    public static string Short(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string Probability(double p) => p < 0.0001 ? "<0.0001" : p.ToString("F4", CultureInfo.InvariantCulture);
}
