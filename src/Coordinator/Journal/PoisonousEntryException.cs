using System.Globalization;

namespace Sweep.Coordinator.Journal;

/// <summary>An entry that can be read and cannot be followed. What precedes it is sound, and so is what follows.</summary>
public sealed class PoisonousEntryException(long sequence, string what, Exception? cause = null)
    : Exception(string.Create(CultureInfo.InvariantCulture,
        $"Entry {sequence} of the journal cannot be followed ({what.TrimEnd('.')}); " +
        $"nothing is lost, and 'sweep db recover --step-over {sequence}' goes on without this one entry."), cause);
