using System.Text.RegularExpressions;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Html;
using Sweep.Reporting.Plots;
using Sweep.Suite;

namespace Sweep.Reporting.Tests.Html;

[StartsProcesses]
[ProcessesDoLittle]
public sealed partial class HtmlReportTests
{
    [Fact]
    public async Task Report_InARealBrowser_ShowsEveryTableAndPicture_AndAsksNobodyForAnything()
    {
        var visit = await Browser.Open(Measuring(HtmlReport.Render(Some.EventfulSweep())));

        var sizes = Size().Matches(visit.Dom).ToDictionary(m => m.Groups[1].Value, m => (Width: int.Parse(m.Groups[2].Value), Height: int.Parse(m.Groups[3].Value)));
        foreach (var name in PlotCatalog.Names.Select(n => $"plot-{n}").Concat(["leaderboard", "failures"]))
            Assert.True(sizes.TryGetValue(name, out var size) && size is { Width: > 300, Height: > 60 }, $"{name} measures {size}");
        Assert.Empty(visit.Console);
        Assert.Empty(visit.Requests);
    }

    [Fact]
    public async Task ClickOnAHeading_SortsByExactNumbers_WithDivergedLast()
    {
        var page = HtmlReport.Render(Some.EventfulSweep()).Replace("</body>", """
            <script>
            const loss = [...document.querySelectorAll('#leaderboard th')].find(h => h.textContent === 'val. loss');
            loss.click(); loss.click();
            const cells = [...document.querySelectorAll('#leaderboard tbody tr')].map(r => r.cells[loss.cellIndex]);
            document.body.dataset.first = cells[0].title;
            document.body.dataset.most = Math.max(...cells.filter(c => c.title).map(c => +c.title));
            document.body.dataset.last = cells.filter(c => c.textContent).at(-1).textContent;
            </script></body>
            """);

        var dom = (await Browser.Open(page)).Dom;

        var first = Regex.Match(dom, "data-first=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal(Regex.Match(dom, "data-most=\"([^\"]+)\"").Groups[1].Value, first);
        Assert.True(double.Parse(first, System.Globalization.CultureInfo.InvariantCulture) > 1);
        Assert.Contains("data-last=\"diverged\"", dom);
    }

    /// <summary>Every element stands where it stood and says what it said; pixels also tell how busy the machine was when the picture was taken.</summary>
    [Fact]
    public async Task WithoutScripts_ThePageLooksTheSame()
    {
        var html = HtmlReport.Render(Some.SweepRecord());

        var (with, without) = (await Boxes(html), await Boxes(Regex.Replace(html, "<script>.*?</script>", "", RegexOptions.Singleline)));

        Assert.True(with.Length > 300, $"{with.Length} elements");
        Assert.Equal(with, without);
        Assert.NotEqual(with, await Boxes(html.Replace("</body>", "<script>document.querySelector('h1').style.marginTop = '3px'</script></body>")));
        Assert.NotEqual(with, await Boxes(html.Replace("</body>", "<script>document.querySelector('h1').style.color = 'red'</script></body>")));
    }

    /// <summary>Place, size, look and own words of all that the browser draws of a page.</summary>
    private static async Task<string[]> Boxes(string html)
    {
        var dom = (await Browser.Open(html.Replace("</body>", """
            <script>
            const boxes = [...document.querySelectorAll('body, body *:not(script)')].map(e => {
              const box = e.getBoundingClientRect(), look = getComputedStyle(e);
              const words = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.textContent.trim()).filter(Boolean).join(' ');
              return [e.tagName, box.x, box.y, box.width, box.height, look.display, look.visibility, look.color, look.backgroundColor, look.fontSize, look.cursor, words].join(' ');
            });
            const measured = document.createElement('pre');
            measured.id = 'measured';
            measured.textContent = boxes.map(b => b.replaceAll('\n', ' ')).join('\n');
            document.body.append(measured);
            </script></body>
            """), width: 1200)).Dom;
        return Regex.Match(dom, "<pre id=\"measured\">(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value.Split('\n');
    }

    [Fact]
    public async Task At1200Pixels_TheLeaderboardNeedsNoScrolling()
    {
        var page = HtmlReport.Render(Some.SweepRecord()).Replace("</body>", """
            <script>
            const box = document.querySelector('#leaderboard').parentElement;
            document.body.dataset.beyond = box.scrollWidth - box.clientWidth;
            </script></body>
            """);

        Assert.Equal("0", Regex.Match((await Browser.Open(page, width: 1200)).Dom, "data-beyond=\"(\\d+)\"").Groups[1].Value);
    }

    [Fact]
    public void WhatNeverVaries_HasNoColumn_AndIsSaidOnce()
    {
        var html = HtmlReport.Render(Some.SweepRecord());

        Assert.Contains("The same in every trial: weight decay 0.001, batch size 8.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<th>batch</th>", html, StringComparison.Ordinal);
        Assert.Contains("<th>seed</th>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void TrialsThatHaveNotBegun_AreFoldedAway()
    {
        var html = HtmlReport.Render(Some.SweepRecord(fate: run => run.LearningRate < 1e-3 ? TrialState.Completed : TrialState.Pending));

        var (leaders, all) = (html[html.IndexOf("id=\"leaderboard\"", StringComparison.Ordinal)..html.IndexOf("id=\"all-trials\"", StringComparison.Ordinal)], html[html.IndexOf("id=\"all-trials\"", StringComparison.Ordinal)..]);
        Assert.DoesNotContain("<tr class=\"pending\">", leaders, StringComparison.Ordinal);
        Assert.Contains("<tr class=\"pending\">", all, StringComparison.Ordinal);
        Assert.Contains("No trial has ended yet.", HtmlReport.Render(Some.SweepRecord(fate: _ => TrialState.Pending)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheBrowser_WouldHaveSeenErrorsAndRequests()
    {
        var visit = await Browser.Open("<!DOCTYPE html><img src='http://127.0.0.1:9/a.png'><script>nowhere()</script>");

        Assert.Contains(visit.Console, line => line.Contains("nowhere is not defined", StringComparison.Ordinal));
        Assert.Contains("http://127.0.0.1:9/a.png", visit.Requests);
    }

    [Fact]
    public async Task Screenshot_IsLeftToBeLookedAt()
    {
        var html = HtmlReport.Render(Some.EventfulSweep());
        foreach (var (name, width, height, dark) in new[] { ("desktop", 1200, 4600, false), ("dark", 1200, 4600, true), ("phone", 400, 1600, false) })
        {
            var picture = await Browser.Screenshot(html, width, height, dark);
            Assert.True(picture.Length > 30_000, $"{name}: {picture.Length} bytes");
            if (Environment.GetEnvironmentVariable("SWEEP_PICTURES") is { Length: > 0 } folder)
                await File.WriteAllBytesAsync(Path.Combine(folder, $"report-{name}.png"), picture);
        }
    }

    [Fact]
    public void EverythingFromOutside_IsEscaped()
    {
        var evil = Some.SweepRecord(source: "name: x # </pre><script>alert(1)</script>", fate: _ => TrialState.Failed);

        var html = HtmlReport.Render(evil);

        Assert.DoesNotContain("<script>alert", html);
        Assert.Contains("&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;", html);
        Assert.Contains("&lt;Segmentation fault&gt; &amp; &quot;core dumped&quot;", html);
    }

    [Fact]
    public void ThousandTrials_FitIntoTwoMegabytes()
    {
        var html = HtmlReport.Render(Some.ThousandTrials());

        Assert.InRange(html.Length, 500_000, 2_000_000);
        if (Environment.GetEnvironmentVariable("SWEEP_PICTURES") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, "report-thousand.html"), html);
    }

    [Fact]
    public void OfVeryManyTrials_TheFirstAreListed_AndWhereAllOfThemAre()
    {
        var thousand = Some.ThousandTrials();
        var many = thousand with
        {
            Trials = [.. Enumerable.Range(0, 10_001).Select(i => thousand.Trials[i % 1000] with { Trial = new(FormattableString.Invariant($"{i:x16}")) })],
        };

        var table = LeaderboardTable.Of(many).Text;

        Assert.Contains("<summary>The first 10000 of 10001 trials (`sweep export csv` writes all)</summary>", table, StringComparison.Ordinal);
        Assert.Equal(50 + 10_000, Regex.Count(table, "<tr class=\""));
    }

    [Fact]
    public void Report_NamesTheWinner_AndWhatItWasMadeWith()
    {
        var sweep = Some.SweepRecord();

        var html = HtmlReport.Render(sweep);

        foreach (var said in new[] { sweep.View.Best.Trial.ToString()!, "NVIDIA H200", "AMD EPYC 9B14", "570.86.15", "2.10.0", "3f68077", "5f0c7e1b2a9d4f3388c1d6e4ab907712cf5e6b1d00a1b2c3d4e5f60718293a4b", "Nothing failed." })
            Assert.Contains(said, html);
    }

    [Fact]
    public void TheWinner_LeadsTheLeaderboard_AlsoOfEquals()
    {
        var sweep = Some.ThousandTrials();

        var first = Regex.Match(HtmlReport.Render(sweep), "<tr class=\"completed winner\"><td>1</td><td class=\"id\" title=\"([^\"]+)\"").Groups[1].Value;

        Assert.Equal(sweep.View.Best.Trial!.Value.Value, first);
    }

    [Fact]
    public void Report_IsTheSame_ForTheSameRecord() =>
        Assert.Equal(HtmlReport.Render(Some.EventfulSweep()), HtmlReport.Render(Some.EventfulSweep()));

    [Theory]
    [InlineData(TrialState.Pending)]
    [InlineData(TrialState.Diverged)]
    [InlineData(TrialState.Failed)]
    public void WithoutAWinner_TheReportSaysSo(TrialState fate) =>
        Assert.Contains("No winner yet", HtmlReport.Render(Some.SweepRecord(lrs: [10], epochs: [2], fate: _ => fate) is var sweep && fate == TrialState.Failed ? WithoutResults(sweep) : sweep));

    private static SweepRecord WithoutResults(SweepRecord sweep) => sweep with
    {
        Trials = [.. sweep.Trials.Select(t => t with { State = TrialState.Failed, ValAccuracy = null, ValLoss = null })],
        View = sweep.View with { Best = sweep.View.Best with { Trial = null, Value = null } },
    };

    /// <summary>Has the browser write down how large it drew things.</summary>
    private static string Measuring(string html) => html.Replace("</body>", """
        <script>
        for (const e of document.querySelectorAll('svg.plot, table')) {
          const box = e.getBoundingClientRect();
          document.body.append(`[${e.id} ${Math.round(box.width)}x${Math.round(box.height)}]`);
        }
        </script></body>
        """);

    [GeneratedRegex(@"\[([a-z-]+) (\d+)x(\d+)\]")]
    private static partial Regex Size();
}
