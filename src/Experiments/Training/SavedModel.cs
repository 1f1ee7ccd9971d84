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
        using var layers = new Layers();
        layers.Take(Checkpoint.Read(checkpoint).Weights);
        layers.save(file);
    }

    /// <summary>The flat parameter vector [P] of a saved model, or of a checkpoint.</summary>
    internal static float[] ReadWeights(string path)
    {
        LibTorch.Load();
        if (Checkpoint.IsCheckpoint(path))
            return Checkpoint.Read(path).Weights;
        using var layers = new Layers();
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
    private sealed class Layers : nn.Module
    {
        private readonly Conv2d conv1 = nn.Conv2d(3, 16, 3, padding: 1);
        private readonly Conv2d conv2 = nn.Conv2d(16, 16, 3, padding: 1);
        private readonly Conv2d conv3 = nn.Conv2d(16, 32, 3, padding: 1);
        private readonly Conv2d conv4 = nn.Conv2d(32, 32, 3, padding: 1);
        private readonly Linear linear = nn.Linear(512, NotebookCnn.Classes);

        public Layers() : base(ModelSpec.NotebookCnn) => RegisterComponents();

        public void Take(float[] weights)
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            foreach (var (name, place) in InPlaces())
                place.copy_(tensor(weights.AsSpan(name.Offset, name.Length).ToArray(), [.. name.Shape.Select(d => (long)d)]));
        }

        public float[] Weights()
        {
            var weights = new float[NotebookCnn.ParameterCount];
            foreach (var (name, place) in InPlaces())
                place.data<float>().ToArray().CopyTo(weights, name.Offset);
            return weights;
        }

        private IEnumerable<(Parameter Name, Tensor Place)> InPlaces()
        {
            var named = named_parameters().ToDictionary(p => p.name, p => p.parameter);
            return NotebookCnn.Parameters.Select(parameter => (parameter, (Tensor)named[parameter.Name]));
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                conv1.Dispose();
                conv2.Dispose();
                conv3.Dispose();
                conv4.Dispose();
                linear.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
