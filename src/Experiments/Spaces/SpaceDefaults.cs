namespace Sweep.Experiments.Spaces;

/// <summary>What a search space holds where nothing is said: the notebook's values.</summary>
public static class SpaceDefaults
{
    public const double WeightDecay = 1e-3;
    public const int BatchSize = 8;
    public const long Seed = 0;
}
