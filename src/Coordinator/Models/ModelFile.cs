using System.Security.Cryptography;
using System.Text.Json;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Cli.LocalAgents;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Reporting.Exports;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Trainers;

namespace Sweep.Coordinator.Models;

/// <summary>A saved network and its description: <c>net.dat</c>, as TorchSharp's <c>Module.save</c> writes it, and <c>net.dat.json</c>.</summary>
internal static class ModelFile
{
    public static string DescriptionOf(string file) => file + ".json";

    /// <summary>
    /// Each of the two files appears whole or not at all; they name each other by SHA-256, so that a mixed pair is noticed. Into a device or
    /// a pipe go the weights alone.
    /// </summary>
    /// <param name="option">Which option named the file.</param>
    /// <returns>The file of the description; null where there is none.</returns>
    public static async Task<string?> Write(
        string option, string file, ModelDescription description, string checkpoint, LocalTrainer trainer, CancellationToken cancellation)
    {
        ModelDescription? described = null;
        await Output.Writing(option, file, () => OutputFile.WriteAsync(file, async stream =>
        {
            // The trainer writes files by name, and a pipe or a device gives it nowhere to go back in.
            var folder = Directory.CreateTempSubdirectory("sweep-model-");
            try
            {
                var made = Path.Combine(folder.FullName, "weights");
                await trainer.Do(new SaveModelOrder(checkpoint, made), cancellation);
                described = description with { Weights = Hash(made) };
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
        Output.Writing(option, beside, () => OutputFile.WriteText(beside, JsonSerializer.Serialize(described, SweepJson.Options) + "\n", cancellation));
        return beside;
    }

    public static ModelDescription Read(string file)
    {
        if (!File.Exists(file))
            throw new BadInputException($"--model: there is no file {file}; write one with 'sweep export model best --out {file}'.");
        var beside = DescriptionOf(file);
        if (!File.Exists(beside))
            throw new BadInputException($"--model: {beside} is missing, which names the classes and the normalisation of {file}; keep the two together, or export the model again.");
        var description = Parse(beside);
        return description.Weights == Hash(file)
            ? description
            : throw new BadInputException($"--model: {beside} describes another file than {file} (its SHA-256 differs); export the model again.");
    }

    private static ModelDescription Parse(string beside)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelDescription>(File.ReadAllText(beside), WireJson.Options) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"--model: {beside} is no description of a model ({e.Message.Split('\n')[0].TrimEnd('.')}); export the model again.");
        }
    }

    private static string Hash(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
