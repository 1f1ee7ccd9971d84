namespace Sweep.Experiments.Training.Direct;

/// <summary>Where the tensors begin in the packed parameters, and in a gradient.</summary>
internal static class Offsets
{
    public static readonly int Conv1 = Of("conv1.weight"), Bias1 = Of("conv1.bias");
    public static readonly int Conv2 = Of("conv2.weight"), Bias2 = Of("conv2.bias");
    public static readonly int Conv3 = Of("conv3.weight"), Bias3 = Of("conv3.bias");
    public static readonly int Conv4 = Of("conv4.weight"), Bias4 = Of("conv4.bias");
    public static readonly int Head = Of("linear.weight"), HeadBias = Of("linear.bias");

    private static int Of(string name) => NotebookCnn.Parameters.Single(parameter => parameter.Name == name).Offset;
}
