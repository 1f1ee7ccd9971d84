using System.Text.Json;
using Sweep.Coordinator.Drilling.Network;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Coordinator.Drilling.Proofs;

/// <summary>
/// What agents reported and what the coordinator promised them to have, overheard between them. An acknowledgement that got lost on the way
/// is a promise too: the coordinator gave it after the fact was on disk.
/// </summary>
internal sealed class WireLedger : IWireObserver
{
    private const string ReportManifest = "report:1";
    private const string AcknowledgeManifest = "acknowledge:1";
    private const string ReportsManifest = "reports:1";
    private const string AcknowledgementsManifest = "acknowledgements:1";

    private readonly Lock gate = new();
    private readonly Dictionary<(int Agent, long Number), (RunId? Run, EpochMetrics? Epoch)> reports = [];
    private readonly Dictionary<(RunId Run, int Epoch), EpochMetrics> accepted = [];
    private readonly HashSet<(RunId Run, int Epoch)> known = [];
    private readonly Dictionary<Acknowledgement, long> answers = [];
    private int epochsTrained;

    /// <summary>Epochs that agents reported, the same one by two of them twice, the same report once.</summary>
    public int EpochsTrained { get { lock (gate) return epochsTrained; } }

    /// <summary>Acknowledgements on the wire, with those that were said again.</summary>
    public long Answers(Acknowledgement answer)
    {
        lock (gate)
            return answers.GetValueOrDefault(answer);
    }

    /// <summary>
    /// Every epoch that the coordinator said to have, and with which metrics where it accepted them; null where it had them before.
    /// </summary>
    public IReadOnlyDictionary<(RunId Run, int Epoch), EpochMetrics?> Promised()
    {
        lock (gate)
        {
            var promised = known.ToDictionary(epoch => epoch, _ => (EpochMetrics?)null);
            foreach (var (epoch, metrics) in accepted)
                promised[epoch] = metrics;
            return promised;
        }
    }

    public void Saw(int agent, RemotingFrame message)
    {
        lock (gate)
        {
            var said = message.Message.Span;
            switch (message.Manifest)
            {
                case ReportManifest:
                    Keep(agent, JsonSerializer.Deserialize(said, WireJson.Default.Report)!);
                    break;
                case ReportsManifest:
                    foreach (var report in JsonSerializer.Deserialize(said, WireJson.Default.Reports)!.Each)
                        Keep(agent, report);
                    break;
                case AcknowledgeManifest:
                    Keep(agent, JsonSerializer.Deserialize(said, WireJson.Default.Acknowledge)!);
                    break;
                case AcknowledgementsManifest:
                    foreach (var answer in JsonSerializer.Deserialize(said, WireJson.Default.Acknowledgements)!.Each)
                        Keep(agent, answer);
                    break;
            }
        }
    }

    private void Keep(int agent, Report report)
    {
        var metrics = (report.Fact as EpochCompleted)?.Metrics;
        if (reports.TryAdd((agent, report.Number), (report.Run, metrics)) && metrics is not null)
            epochsTrained++;
    }

    private void Keep(int agent, Acknowledge answer)
    {
        answers[answer.Answer] = answers.GetValueOrDefault(answer.Answer) + 1;
        if (answer.Answer is Acknowledgement.Stale || !reports.TryGetValue((agent, answer.Number), out var report)
            || report is not { Run: { } run, Epoch: { } epoch })
            return;
        if (answer.Answer is Acknowledgement.Accepted)
            accepted.TryAdd((run, epoch.Epoch), epoch);
        else
            known.Add((run, epoch.Epoch));
    }
}
