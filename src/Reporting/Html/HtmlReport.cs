using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Html;

/// <summary>
/// A sweep on one page: the winner and what is tied with it, the leaderboard, the plots, what failed and what it was made with.
/// The page is complete in itself; its content security policy forbids it the network.
/// </summary>
public static class HtmlReport
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    /// <returns>The HTML document; the same record gives the same text.</returns>
    public static string Render(SweepRecord sweep) => Markup.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Markup.Raw(Policy)}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>{sweep.Spec.Name} – sweep report</title>
        <style>{Part("report.css")}</style>
        </head>
        <body>
        <header><h1>{sweep.Spec.Name}</h1><p class="quiet">{Subject(sweep)}</p></header>
        <main>
        {WinnerSection.Of(sweep)}
        <section id="trials"><h2>Leaderboard</h2>{LeaderboardTable.Of(sweep)}</section>
        <section id="plots"><h2>Pictures</h2>{Markup.Join(PlotCatalog.Report(sweep).Select(picture => Picture(picture, sweep)))}</section>
        <section id="what-failed"><h2>Failures</h2>{FailureTables.Of(sweep)}</section>
        <section id="provenance"><h2>Provenance</h2>{ProvenanceSection.Of(sweep)}</section>
        </main>
        <script>{Part("report.js")}</script>
        </body>
        </html>

        """).Text;

    private static Markup Subject(SweepRecord sweep)
    {
        var counts = Counts(sweep.View.Trials);
        return Markup.Of($"""
            {sweep.Spec.Model.Name} on {sweep.Spec.Dataset.Name} · <span class="state">{sweep.View.State.Word()}</span> · {counts}
            """);
    }

    private static Markup Picture((string Id, string Name, PlotAxes Axes) picture, SweepRecord sweep)
    {
        var svg = PlotCatalog.Draw(picture.Name, sweep, picture.Axes).Svg($"plot-{picture.Id}");
        return Markup.Of($"<figure id=\"figure-{picture.Id}\"><div class=\"wide\">{Markup.Raw(svg)}</div></figure>\n");
    }

    private static string Counts(TrialCounts trials)
    {
        (int Count, string Word)[] parts =
        [
            (trials.Completed, "completed"), (trials.Diverged, "diverged"), (trials.Failed, "failed"),
            (trials.Running, "running"), (trials.Pending, "pending"), (trials.Cancelled, "cancelled"),
        ];
        var told = string.Join(", ", parts.Where(p => p.Count > 0).Select(p => $"{Counted.Of(p.Count)} {p.Word}"));
        return $"{Counted.Of(trials.Total, "trial")}: {told}";
    }

    private static Markup Part(string file)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(file)!);
        return Markup.Raw(reader.ReadToEnd());
    }
}
