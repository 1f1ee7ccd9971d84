using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Data;

/// <summary>The datasets that Sweep knows.</summary>
public static class Datasets
{
    /// <summary>How many images <paramref name="name"/> has.</summary>
    public static (int Train, int Validation) SizeOf(string name) => name switch
    {
        DatasetSpec.Cifar10 => (Cifar10.TrainImages, Cifar10.ValidationImages),
        DatasetSpec.Shapes10 => (Shapes10.TrainImages, Shapes10.ValidationImages),
        _ => throw new BadInputException($"The dataset '{name}' {NearestWord.Unknown(name, DatasetSpec.Names)}."),
    };

    /// <summary>Loads what the spec's limits leave of a dataset. Nothing is downloaded: that is <see cref="Cifar10Download"/>'s.</summary>
    /// <param name="dataFolder">The value of <c>--data</c>; null where it is not given (see <see cref="DatasetFolder"/>).</param>
    /// <exception cref="DataUnavailableException">The dataset is not on this machine, or not whole.</exception>
    public static Dataset Load(DatasetSpec spec, string? dataFolder)
    {
        var (train, validation) = SizeOf(spec.Name);
        train = Limit(spec, "train", spec.Train, train);
        validation = Limit(spec, "validation", spec.Validation, validation);
        if (spec.Name == DatasetSpec.Shapes10)
            return Shapes10.Generate(train, validation);
        var folder = DatasetFolder.Of(dataFolder);
        try
        {
            return Cifar10.Read(folder.FindCifar10() ?? throw folder.NoCifar10(), train, validation);
        }
        catch (BadInputException e)
        {
            throw new DataUnavailableException(e.Message);
        }
        catch (IOException e)
        {
            throw new DataUnavailableException(
                $"The dataset {spec.Name} in {folder.Path} cannot be read ({e.Message.TrimEnd('.')}); check the disk it is on.");
        }
    }

    private static int Limit(DatasetSpec spec, string set, int? limit, int most) => limit is null or >= 1 && (limit ?? 0) <= most
        ? limit ?? most
        : throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"The dataset {spec.Name} has {most} images for {set}, so the limit {limit} cannot be kept; "
                + $"give 1 to {most}, or none for all."));
}
