using System.Text.Json;
using CsCheck;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Protocol.Tests.Messages;

public class BundlesTests
{
    private const int LongestAgent = 64;

    /// <summary>Characters that JSON writes in one byte, in six, and two of them in twelve.</summary>
    private static Gen<string> Text(int longest) =>
        Gen.OneOf(Gen.Const("a"), Gen.Const("\u0001"), Gen.Const("é"), Gen.Const("😀")).Array[0, longest / 2].Select(string.Concat);

    private static readonly Gen<Fact> Facts = Gen.OneOf(
        Text(8_192).Select(detail => (Fact)new RunEnded(Outcome.TrainerCrashed, detail, AgentsOwn: true)),
        Text(200).Array[7].Select(texts => (Fact)new RunStarted(
            new(texts[0], texts[1], texts[2], texts[3], texts[4], Precision.Mixed, texts[5]) { Arithmetic = texts[6] })),
        Gen.Select(Text(64).Array[0, 64], Gen.Double, Gen.Bool).Select((names, number, stored) => (Fact)new EpochCompleted(
            EpochMetrics.Of(
                EpochMetrics.MostEpochs, names.Distinct().Select(name => KeyValuePair.Create("m" + name, number)), number, diverged: true),
            stored ? new(EpochMetrics.MostEpochs, new('a', 64), long.MaxValue) : null)));

    private static readonly Gen<Report> Reports = Gen.Select(Text(LongestAgent), Facts).Select((agent, fact) =>
        new Report(agent, long.MaxValue, new(long.MaxValue), fact, new RunId("0123456789abcdef"), Guid.NewGuid()));

    [Fact]
    public void NoReport_TakesMoreOnTheWireThanIsCounted() => Reports.Sample(
        report => JsonSerializer.SerializeToUtf8Bytes(report, WireJson.Default.Report).Length <= Bundles.MostBytesOf(report), iter: 2_000);

    [Fact]
    public void WhatIsPutTogether_AreTheSameReportsInOrder_AndEveryMessageIsTakenByTheTransport() => Reports.Array[0, 40].Sample(
        reports =>
        {
            var messages = Bundles.Of(reports).ToList();
            Assert.Equal(reports, messages.SelectMany(message => message is Reports { Each: var each } ? each.ToArray() : [(Report)message]));
            Assert.All(messages, message => Assert.InRange(
                JsonSerializer.SerializeToUtf8Bytes(new InSession(new('a', 64), message), WireJson.Default.InSession).Length,
                1, SweepSerializer.MaxBytes));
        },
        iter: 200);

    [Fact]
    public void ReportsThatFit_GoInOneMessage_AndALoneOneAsEver()
    {
        var report = new Report("lab-1", 1, new(1), new EpochCompleted(new(1, 1, 1, 0.5, 1), null));

        Assert.Equal([report], Bundles.Of([report]));
        Assert.Equal(64, Assert.IsType<Reports>(Assert.Single(Bundles.Of([.. Enumerable.Repeat(report, 64)]))).Each.Length);
        Assert.Equal(
            [Bundles.MostReports, 1],
            Bundles.Of([.. Enumerable.Repeat(report with { Fact = new RunEnded(Outcome.Completed, "") }, Bundles.MostReports + 1)])
                .Select(message => message is Reports { Each: var each } ? each.Length : 1));
    }
}
