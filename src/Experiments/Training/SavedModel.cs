using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>
/// The network as a file of TorchSharp's <c>Module.save</c>, which any TorchSharp program reads with <c>Module.load</c> into a module that
/// has the same layers by the same names.
/// </summary>
public static class SavedModel
{
    /// <summary>Writes the weights of a checkpoint.</summary>
    /// <param name="file">Written in place: whoever asks makes it appear at once.</param>
    public static void Write(string checkpoint, string file)
    {
        LibTorch.Load();
        using var layers = new NamedLayers();
        layers.Take(Checkpoint.Read(checkpoint).Weights);
        layers.save(file);
    }

    /// <summary>The flat parameter vector [P] of a saved model, or of a checkpoint.</summary>
    internal static float[] ReadWeights(string path)
    {
        LibTorch.Load();
        if (Checkpoint.IsCheckpoint(path))
            return Checkpoint.Read(path).Weights;
        using var layers = new NamedLayers();
        try
        {
            layers.load(path);
        }
        catch (Exception e)
            when (e is ArgumentException or IOException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new BadInputException(
                $"{path} is no saved model of {ModelSpec.NotebookCnn} ({e.Message.Split('\n')[0].TrimEnd('.')}); "
                    + "write it again with 'sweep export model'.");
        }
        return layers.Weights();
    }

    /// <summary>
    /// The layers that have parameters, by the names that <see cref="NotebookCnn.Parameters"/> gives them. It is a file's shape, not for
    /// computing.
    /// </summary>
    private sealed class NamedLayers : nn.Module
    {
        private readonly List<(ParameterTensor Place, Parameter Tensor)> places = [];

        public NamedLayers() : base(ModelSpec.NotebookCnn)
        {
            foreach (var layer in NotebookCnn.Parameters.GroupBy(place => place.Name.Split('.')[0]))
            {
                var module = new NamedTensors(layer.Key);
                foreach (var place in layer)
                    places.Add((place, module.Add(place.Name.Split('.')[1], place.Shape)));
                register_module(layer.Key, module);
            }
        }

        public void Take(float[] weights)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            foreach (var (place, kept) in places)
                kept.copy_(tensor(weights.AsSpan(place.Offset, place.Length).ToArray(), [.. place.Shape.Select(d => (long)d)]));
        }

        public float[] Weights()
        {
            var weights = new float[NotebookCnn.ParameterCount];
            foreach (var (place, kept) in places)
                kept.data<float>().ToArray().CopyTo(weights, place.Offset);
            return weights;
        }
    }

    private sealed class NamedTensors(string name) : nn.Module(name)
    {
        public Parameter Add(string name, int[] shape)
        {
            var parameter = nn.Parameter(empty([.. shape.Select(d => (long)d)]));
            register_parameter(name, parameter);
            return parameter;
        }
    }
}
