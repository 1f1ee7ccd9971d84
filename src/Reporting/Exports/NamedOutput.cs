using Sweep.Experiments.Inputs;

namespace Sweep.Reporting.Exports;

/// <summary>Writes where an option says: a place that cannot be written to is bad input.</summary>
internal static class NamedOutput
{
    /// <param name="option">Which option named the place.</param>
    /// <exception cref="BadInputException">The place cannot be written to.</exception>
    public static async Task Write(string option, string place, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{option}: cannot write to '{place}': {e.Message}", e);
        }
    }

    /// <inheritdoc cref="Write(string, string, Func{Task})"/>
    public static void Write(string option, string place, Action write) =>
#pragma warning disable VSTHRD002 // What is written here is written at once: the task has ended when it is there.
        Write(option, place, () => { write(); return Task.CompletedTask; }).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
