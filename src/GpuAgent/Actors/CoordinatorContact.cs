namespace Sweep.GpuAgent.Actors;

/// <summary>The coordinator, as one actor system of the agent knows it.</summary>
/// <param name="place">Its <c>host:port</c>.</param>
/// <param name="path">Of its actor.</param>
internal sealed class CoordinatorContact(string place, string path)
{
    private volatile bool answered;

    public string Place => place;
    public string Path => path;

    /// <summary>Whether it has ever answered here: then it is where it is looked for.</summary>
    public bool Answered => answered;

    public void HasAnswered() => answered = true;
}
