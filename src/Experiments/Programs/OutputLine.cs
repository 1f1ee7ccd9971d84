namespace Sweep.Experiments.Programs;

/// <summary>What keeps a line from being read as it was meant.</summary>
public enum LineFlaw { None, TooLong, NotUtf8 }

/// <summary>A line that a program printed.</summary>
/// <param name="Number">Counted from 1, by line feeds.</param>
/// <param name="Text">Without its end; cut where the line is too long, and with marks of replacement where it is not UTF-8.</param>
public readonly record struct OutputLine(int Number, string Text, LineFlaw Flaw = LineFlaw.None);
