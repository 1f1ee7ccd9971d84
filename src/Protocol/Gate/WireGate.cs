using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Protocol.Gate;

/// <summary>
/// What a message must be to come in, on both sides: whoever sends it says what he likes. That what a record promises is there the
/// serializer has seen to, but for the elements of lists and for numbers that stand for no word of an enum. Whatever passes here also names
/// things in their forms and stays within what a home can keep and a terminal can show.
/// </summary>
public static class WireGate
{
    /// <summary>More than any machine has; also a bound of what one message can make others remember.</summary>
    public const int MostSlots = 1024;

    private const double LongestLeaseSeconds = 86_400;
    private const double LongestRetrySeconds = 3_600;
    private const int LongestAddress = 2_000;

    /// <summary>Far beyond what a GPU survives, in degrees Celsius.</summary>
    private const int Hottest = 1_000;

    /// <returns>What is wrong, in one sentence; null where the message may come in.</returns>
    public static string? Refusal(ISweepMessage message) => message switch
    {
        InSession m => When(!HexForm.IsSha256(m.Session), "Its session has not the form of one.")
            ?? When(m.Message is InSession, "It is a session within a session.") ?? Refusal(m.Message),
        SessionFirst m => When(!IsAddress(m.Url), "Its address of the coordinator is none."),
        Register m => Agent(m.Agent) ?? Of(m),
        RequestWork m => Agent(m.Agent) ?? When(m.SecondsLeft is { } left && !(left >= 0), "The time that is left there is none."),
        Heartbeat m => Agent(m.Agent)
            ?? When(
                m.Trouble is not null && !Texts.IsPlain(m.Trouble, Heartbeat.LongestTrouble),
                "Its trouble is no line of bounded length.")
            ?? When(m.Gpus is { } gpus && (gpus.Length > MostSlots || gpus.Any(gpu => !CanBe(gpu))), "What it says of its GPUs cannot be."),
        Progress m => Agent(m.Agent)
            ?? When(
                m is not { Epoch: >= 0, Step: >= 0, Steps: >= 0, ImagesPerSecond: >= 0 and < double.PositiveInfinity },
                "Its numbers cannot be."),
        Report m => Agent(m.Agent)
            ?? When(m.Run is { } run && !HexForm.IsIdentity(run.Value), "Its run has not the form of one.")
            ?? Of(m.Fact),
        // Each of them is looked at by itself: one that cannot come in keeps no other out.
        Reports m => When(
            m.Each.IsDefault || m.Each.Length > Bundles.MostReports || m.Each.Any(report => report is null),
            "Its reports are none, or too many."),
        Registered m => When(!(m.LeaseSeconds is > 0 and <= LongestLeaseSeconds), "Its lease has no length.")
            ?? When(!IsAddress(m.Blobs), "Its address of checkpoints is none.") ?? When(!Texts.IsPlain(m.Token), "Its token is none."),
        Assign m => Of(m.Order),
        NoWork m => When(!(m.RetryAfterSeconds is >= 0 and <= LongestRetrySeconds), "Its wait has no length."),
        Acknowledge m => When(!Enum.IsDefined(m.Answer), "Its answer is not known."),
        Acknowledgements m => When(
            m.Each.IsDefault || m.Each.Any(answer => answer is null || !Enum.IsDefined(answer.Answer)), "One of its answers is not known."),
        _ => null,
    };

    private static string? Of(Register m) =>
        When(!Texts.IsPlain(m.Host), "Its host is no line of at most 200 characters.")
        ?? When(!Texts.IsPlain(m.Program), "Its program is no line of at most 200 characters.")
        ?? When(
            m.Slots.Length > MostSlots,
            FormattableString.Invariant($"An agent has at most {MostSlots} slots; give it fewer with --slots."))
        ?? When(
            m.Slots.Any(slot => slot is null || !Texts.IsPlain(slot.Device) || !Texts.IsPlain(slot.Model)),
            "The device of a slot is no line of at most 200 characters.")
        ?? When(m.Unacknowledged < 0, "It cannot have so few reports.");

    private static string? Of(Fact fact) => fact switch
    {
        RunStarted { Provenance: var made } =>
            When(!HexForm.IsSha256(made.DatasetFingerprint), "The fingerprint of its data is no SHA-256.")
            ?? When(!Enum.IsDefined(made.Precision), "Its precision is not known.")
            ?? When(
                !(Texts.IsPlain(made.Device) && Texts.IsPlain(made.DeviceModel) && Texts.IsPlain(made.Libtorch)
                    && Texts.IsPlain(made.Program) && Texts.IsPlain(made.Driver)
                    && (made.Arithmetic is null || Texts.IsPlain(made.Arithmetic))),
                "What it says about where it was trained is no line of at most 200 characters."),
        EpochCompleted { Metrics: var metrics } epoch =>
            When(metrics.Impossible is not null, $"It reports an epoch with {metrics.Impossible}.")
            ?? Of(epoch.Checkpoint),
        RunEnded ended => When(!Enum.IsDefined(ended.Outcome), "It does not say how the run ended."),
        _ => "It reports nothing.",
    };

    private static string? Of(CheckpointReference? checkpoint) => When(
        checkpoint is not null
            && !(HexForm.IsSha256(checkpoint.Sha256) && checkpoint is { Bytes: >= 0, Epoch: >= 1 and <= EpochMetrics.MostEpochs }),
        "Its checkpoint has not the form of one.");

    private static string? Of(RunOrder order) =>
        When(!HexForm.IsIdentity(order.Run.Value), "Its run has not the form of one.")
        ?? When(!Texts.IsPlain(order.Sweep), "The name of its sweep is no line of at most 200 characters.")
        ?? When(
            !Names.IsSweep(order.Dataset.Name) || !Names.IsSweep(order.Model.Name),
            "Its dataset or model has not the form of a name.")
        ?? When(!Enum.IsDefined(order.Precision), "Its precision is not known.")
        ?? When(
            order.Arithmetic is not null && !Texts.IsPlain(order.Arithmetic),
            "Its arithmetic is no line of at most 200 characters.")
        ?? Of(order.Parameters, order.Program is not null)
        ?? When(order.Metric is { } metric && !MetricNames.IsOne(metric), "Its objective has not the form of a metric's name.")
        ?? (order.Program is { } program && ProgramRules.Refusal(program) is { } refusal ? $"Its program cannot be run: {refusal}" : null)
        ?? When(
            order.Checkpoints is { } plan && !(plan.Every.CanBe && plan.Milestones.Length <= CheckpointPlan.MostMilestones),
            "Its plan of checkpoints cannot be.")
        ?? When(order.ToEpoch is < 1 or > EpochMetrics.MostEpochs, "Its epochs cannot be.")
        ?? Of(order.From);

    private static string? Of(RunParameters parameters, bool ofProgram) =>
        When(
            !ofProgram && !parameters.IsOfNetwork,
            "Its hyperparameters are not those of the built-in network.")
        ?? When(
            parameters.Values.Any(value =>
                !ParameterName.HasForm(value.Key) || (value.Value.Kind == ParameterKind.Text && !Texts.IsPlain(value.Value.Text))),
            "Its hyperparameters are no names with values of bounded length.");

    private static bool CanBe(GpuFigures? gpu) =>
        gpu is { UsedMiB: >= 0, TotalMiB: >= 0, Celsius: null or (>= -Hottest and <= Hottest) } && Texts.IsPlain(gpu.Device);

    private static string? Agent(string? name) =>
        When(!Names.IsAgent(name), $"The agent's name {Names.AgentRule}; give it one with --name.");

    private static bool IsAddress(string? text) =>
        Texts.IsPlain(text, LongestAddress)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static string? When(bool wrong, string sentence) => wrong ? sentence : null;
}
