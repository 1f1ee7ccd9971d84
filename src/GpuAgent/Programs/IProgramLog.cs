namespace Sweep.GpuAgent.Programs;

/// <summary>Where goes what a program prints. Called by one thread at a time.</summary>
internal interface IProgramLog
{
    /// <param name="line">Without its end.</param>
    void Write(string line);

    /// <summary>Time has passed, or nothing follows: what waits is to be passed on.</summary>
    /// <param name="all">However much it is.</param>
    void Flush(bool all = false);
}
