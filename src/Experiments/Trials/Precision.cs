namespace Sweep.Experiments.Trials;

/// <summary>
/// Auto is Mixed on CUDA and Fp32 on CPU. Mixed is half-precision autocast with a loss scaler on CUDA, bfloat16 autocast on CPU.
/// </summary>
public enum Precision { Auto, Fp32, Mixed }
