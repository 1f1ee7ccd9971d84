using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;

namespace Sweep.Experiments.Sweeps;

/// <summary>Reads <c>checkpointEvery:</c> of a sweep file: a number of epochs, a time, or both.</summary>
internal static class CheckpointSection
{
    public const string Key = "checkpointEvery";

    private const string EpochsKey = "epochs";
    private const string TimeKey = "time";
    private const string Remedy = "write checkpointEvery: 5 for every fifth epoch, checkpointEvery: 10m, or { epochs: 5, time: 10m }";

    /// <returns>Null where the file has none.</returns>
    public static CheckpointEvery? Of(YamlSection file)
    {
        if (file.Find(Key) is not { } node)
            return null;
        if (node is YamlList)
            throw file.Wrong(Key, node, Remedy);
        if (node is not YamlMap map)
            return IsNumber(file.Text(Key, node, Remedy)) ? new(Epochs: Epochs(file, Key, node)) : new(Seconds: Seconds(file, Key, node));
        var section = YamlSection.Of(file.File, Key, map, EpochsKey, TimeKey);
        var (epochs, time) = (section.Find(EpochsKey), section.Find(TimeKey));
        return epochs is null && time is null
            ? throw file.At(node).Error(Key, $"has neither epochs nor a time; {Remedy}")
            : new(
                epochs is null ? null : Epochs(section, $"{Key}.{EpochsKey}", epochs),
                time is null ? null : Seconds(section, $"{Key}.{TimeKey}", time));
    }

    /// <exception cref="BadInputException">It is none, or there are no checkpoints.</exception>
    public static void Check(CheckpointEvery every, bool isProgram, Place at)
    {
        if (isProgram)
            throw at.Error(
                Key,
                "is for runs that continue, and this program does not; write experiment.continues: true where it does, or leave it out");
        if (!every.CanBe)
            throw at.Error(Key, FormattableString.Invariant(
                $"is no number of epochs from 1 to {EpochMetrics.MostEpochs} and no time of at most a day; {Remedy}"));
    }

    /// <summary>As a sweep file says it.</summary>
    public static string TextOf(CheckpointEvery every) => (every.Epochs, every.Seconds) switch
    {
        ({ } epochs, null) => epochs.ToString(CultureInfo.InvariantCulture),
        (null, { } seconds) => Time(seconds),
        ({ } epochs, { } seconds) => string.Create(
            CultureInfo.InvariantCulture, $"{{ {EpochsKey}: {epochs}, {TimeKey}: {Time(seconds)} }}"),
        _ => throw new ArgumentOutOfRangeException(nameof(every)),
    };

    private static string Time(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(seconds))}s");

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static int Epochs(YamlSection section, string key, YamlNode node) =>
        section.WholeNumber(key, node, 1, EpochMetrics.MostEpochs, Remedy);

    private static double Seconds(YamlSection section, string key, YamlNode node)
    {
        var text = section.Text(key, node, Remedy);
        return DurationText.Parse(text) is { TotalSeconds: <= CheckpointEvery.MostSeconds and var seconds }
            ? seconds
            : throw section.At(node).Error(key, text, $"is no time of at most a day; {Remedy}");
    }
}
