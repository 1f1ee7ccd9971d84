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

    /// <summary>Each of the two files appears whole or not at all; they name each other by SHA-256, so that a mixed pair is noticed.</summary>
    /// <param name="option">Which option named the file.</param>
    public static async Task Write(string option, string file, ModelDescription description, string checkpoint, LocalTrainer trainer, CancellationToken cancellation)
    {
        var whole = Path.GetFullPath(file);
        var beside = $"{whole}.{Environment.ProcessId}.tmp";
        try
        {
            await Output.Writing(option, file, async () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
                // Whether this place can be written to is for this process to say, before the trainer stumbles over it.
                File.Create(beside).Dispose();
                await trainer.Do(new SaveModelOrder(checkpoint, beside), cancellation);
                var described = description with { Weights = Hash(beside) };
                File.Move(beside, whole, overwrite: true);
                AtomicFile.WriteText(DescriptionOf(whole), JsonSerializer.Serialize(described, SweepJson.Options) + "\n");
            });
        }
        finally
        {
            File.Delete(beside);
        }
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
