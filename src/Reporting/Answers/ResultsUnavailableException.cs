namespace Sweep.Reporting.Answers;

/// <summary>The results database could not be written while the coordinator was at work. Nothing is lost: the journal has it all.</summary>
public sealed class ResultsUnavailableException(string cause)
    : Exception(
        $"The results database cannot be written ({cause.TrimEnd('.')}): "
        + "mend that and start the coordinator again; nothing recorded is lost.");
