using System.Globalization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Html;

/// <summary>With what the numbers were made: everything needed to make them again.</summary>
internal static class ProvenanceSection
{
    public static Markup Of(SweepRecord sweep)
    {
        Provenance[] made = [.. sweep.Attempts.Select(a => a.Provenance).OfType<Provenance>().Distinct()];
        var programs = made.Select(p => p.Program).Distinct().ToArray();
        var commits = programs.Where(p => p.Contains('+', StringComparison.Ordinal))
            .Select(p => p[(p.IndexOf('+', StringComparison.Ordinal) + 1)..]).Distinct().ToArray();
        var spec = sweep.Spec;
        (string Name, IEnumerable<string> Values)[] facts =
        [
            (
                "Dataset",
                spec.Program is not null && spec.Dataset.Name == DatasetSpec.None ? ["the program's own"]
                    : [$"{spec.Dataset.Name}, {Limit(spec.Dataset.Train)} training and {Limit(spec.Dataset.Validation)} "
                        + "validation images"]),
            ("Dataset fingerprint", made.Select(p => p.DatasetFingerprint)),
            ("Model", [spec.Model.Name]),
            ("Objective", [$"{spec.Objective.Metric}, the {(spec.Objective.Maximize ? "highest" : "lowest")} wins"]),
            ("Program", programs),
            ("Git commit", commits),
            ("Arithmetic", made.Select(p => p.Arithmetic).OfType<string>()),
            ("libtorch", made.Select(p => p.Libtorch)),
            ("Devices", made.Select(p => $"{p.DeviceModel} ({p.Device}, {p.Precision.ToString().ToLowerInvariant()})")),
            ("GPU driver", made.Select(p => p.Driver).Where(d => d.Length > 0)),
            ("Submitted", [sweep.SubmittedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)]),
            (
                "Prefix sharing",
                [spec.Sharing ? "on: trials that differ only in epochs are one run" : "off: every trial is a run of its own"]),
            ("Attempts allowed", [FormattableString.Invariant($"{spec.MaxAttempts} a run")]),
        ];
        return Markup.Of($"""
            <dl>{Markup.Join(facts.Select(f => Fact(f.Name, [.. f.Values.Distinct()])))}</dl>
            <h3>Sweep file</h3>
            <pre id="sweep-file">{sweep.Source}</pre>
            """);
    }

    private static Markup Fact(string name, string[] values) => values.Length == 0 ? default :
        Markup.Of($"<dt>{name}</dt><dd>{Markup.Join(values.Select((v, i) => Markup.Of($"{Markup.Raw(i == 0 ? "" : "<br>")}{v}")))}</dd>");

    private static string Limit(int? images) => images?.ToString(CultureInfo.InvariantCulture) ?? "all";
}
