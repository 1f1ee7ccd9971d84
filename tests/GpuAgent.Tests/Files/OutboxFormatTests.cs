using System.Text;
using System.Text.Json.Serialization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Files;

/// <summary>
/// The outbox's literal text, for ever: an agent that is updated while reports wait must still deliver them. Only a written-out line
/// notices a renamed field.
/// </summary>
public sealed class OutboxFormatTests
{
    private static readonly RunId Run = new("0123456789abcdef");

    private static readonly string[] Lines =
    [
        """d4724648 {"kind":"counted","number":41}""",
        """bd8e2e4e {"kind":"acknowledged","number":42}""",
        """9a3cee47 {"kind":"kept","number":42,"lease":7,"fact":{"fact":"run-started","provenance":{"datasetFingerprint":"f","device":"cuda:0","deviceModel":"H100","libtorch":"2.10.0","program":"0.1.0","precision":"Mixed","driver":"555"}},"run":"0123456789abcdef"}""",
        """53ce2a13 {"kind":"kept","number":43,"lease":7,"fact":{"fact":"epoch-completed","metrics":{"epoch":1,"trainLoss":0.5,"valLoss":"NaN","valAccuracy":0.25,"seconds":3},"checkpoint":{"epoch":1,"sha256":"aa","bytes":86}},"run":"0123456789abcdef"}""",
        """da61b8f3 {"kind":"kept","number":44,"lease":7,"fact":{"fact":"run-ended","outcome":"OutOfMemory","detail":"why"},"run":"0123456789abcdef"}""",
        """b2ead412 {"kind":"kept","number":45,"lease":7,"fact":{"fact":"run-ended","outcome":"Completed","detail":""}}""",
    ];

    private static readonly OutboxLine[] Said =
    [
        new NumbersTaken(41),
        new Acknowledged(42),
        new KeptReport(42, new(7), new RunStarted(new("f", "cuda:0", "H100", "2.10.0", "0.1.0", Precision.Mixed, "555")), Run),
        new KeptReport(43, new(7), new EpochCompleted(new(1, 0.5, double.NaN, 0.25, 3), new(1, "aa", 86)), Run),
        new KeptReport(44, new(7), new RunEnded(Outcome.OutOfMemory, "why"), Run),
        new KeptReport(45, new(7), new RunEnded(Outcome.Completed, "")),
    ];

    [Fact]
    public void EveryKindOfLine_IsWrittenAsEver_AndRead()
    {
        Assert.Equal(Lines, Said.Select(said => Encoding.UTF8.GetString(said.ToBytes()).TrimEnd('\n')));
        Assert.Equal(Said, Lines.Select(line => OutboxLine.Parse(Encoding.UTF8.GetBytes(line))));
    }

    [Fact]
    public void NoKindOfLine_IsWithoutOneHere() => Assert.Equal(
        KindsOf(typeof(OutboxLine)).Concat(KindsOf(typeof(Fact))).Order(),
        Said.Select(said => said.GetType().Name).Concat(Said.OfType<KeptReport>().Select(kept => kept.Fact.GetType().Name)).Distinct().Order());

    private static IEnumerable<string> KindsOf(Type type) =>
        type.GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType.Name);
}
