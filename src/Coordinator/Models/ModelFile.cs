using System.Text.Json;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.LocalAgents;
using Sweep.Experiments.Inputs;
using Sweep.Files;
using Sweep.Protocol.Trainers;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Coordinator.Models;

/// <summary>
/// A saved network and its description: <c>net.dat</c>, as TorchSharp's <c>Module.save</c> writes it, and <c>net.dat.json</c>.
/// </summary>
internal static class ModelFile
{
    private const int LargestDescription = 1 << 20;
    private const int Channels = 3;
    private const int LeastSide = 2;
    /// <summary>A picture of this size takes the network's layers some hundred megabytes.</summary>
    private const int MostSide = 1024;
    private const int LeastClasses = 1;
    private const int MostClasses = 1000;
    private const int LongestName = 200;

    public static string DescriptionOf(string file) => file + ".json";

    /// <summary>
    /// Each of the two files appears whole or not at all; they name each other by SHA-256, so that a mixed pair is noticed. Into a device
    /// or a pipe go the weights alone.
    /// </summary>
    /// <param name="option">Which option named the file.</param>
    /// <returns>The file of the description; null where there is none.</returns>
    public static async Task<string?> Write(
        string option, string file, ModelDescription description, string checkpoint, LocalTrainer trainer, CancellationToken cancellation)
    {
        ModelDescription? described = null;
        await NamedOutput.Write(option, file, () => OutputFile.WriteAsync(file, async stream =>
        {
            // The trainer writes files by name, and a pipe or a device gives it nowhere to go back in.
            var folder = Directory.CreateTempSubdirectory("sweep-model-");
            try
            {
                var made = Path.Combine(folder.FullName, "weights");
                await trainer.Do(new SaveModelOrder(checkpoint, made), cancellation);
                described = description with { Weights = Sha256Name.OfFile(made) };
                await using var weights = File.OpenRead(made);
                await weights.CopyToAsync(stream, cancellation);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }, cancellation));
        if (!OutputPlace.Of(file).IsPlain)
            return null;
        var beside = DescriptionOf(Path.GetFullPath(file));
        NamedOutput.Write(option, beside, () =>
            OutputFile.WriteText(beside, JsonSerializer.Serialize(described, SweepJson.Options) + "\n", cancellation));
        return beside;
    }

    public static ModelDescription Read(string file)
    {
        if (!File.Exists(file))
            throw new BadInputException($"--model: there is no file {file}; write one with 'sweep export model best --out {file}'.");
        var beside = DescriptionOf(file);
        if (!File.Exists(beside))
            throw new BadInputException(
                $"--model: {beside} is missing, which names the classes and the normalisation of {file}; keep the two together, or "
                + "export the model again.");
        var description = Parse(beside);
        return description.Weights == Sha256Name.OfFile(file)
            ? description
            : throw new BadInputException(
                $"--model: {beside} describes another file than {file} (its SHA-256 differs); export the model again.");
    }

    private static ModelDescription Parse(string beside)
    {
        try
        {
            if (new FileInfo(beside).Length > LargestDescription)
                throw new JsonException("it is larger than 1 MB");
            var description = JsonSerializer.Deserialize<ModelDescription>(File.ReadAllText(beside), StrictJson.Options)
                ?? throw new JsonException("it is empty");
            return Fault(description) is { } fault ? throw new JsonException(fault) : description;
        }
        catch (JsonException e)
        {
            throw new BadInputException(
                $"--model: {beside} is no description of a model ({e.Message.Split('\n')[0].TrimEnd('.')}); export the model again.");
        }
    }

    /// <returns>What cannot be of a network of ours; null where nothing is.</returns>
    private static string? Fault(ModelDescription model) => model switch
    {
        { Input.Channels: not Channels } => "input.channels is not 3",
        { Input: { Height: var height, Width: var width } } when height != width || height is < LeastSide or > MostSide =>
            FormattableString.Invariant($"input.height and input.width are not the same number from {LeastSide} to {MostSide}"),
        { Classes: var classes } when classes.IsDefault || classes.Length is < LeastClasses or > MostClasses
            || classes.Any(name => name is not { Length: > 0 and <= LongestName }) =>
            FormattableString.Invariant($"classes are not {LeastClasses} to {MostClasses} names of at most {LongestName} letters"),
        { Normalisation.Mean: var mean } when mean.IsDefault || mean.Length != Channels || !mean.All(double.IsFinite) =>
            "normalisation.mean is not three numbers",
        { Normalisation.Deviation: var deviation } when deviation.IsDefault || deviation.Length != Channels
            || !deviation.All(value => double.IsFinite(value) && value > 0) =>
            "normalisation.deviation is not three numbers above 0",
        _ => null,
    };
}
