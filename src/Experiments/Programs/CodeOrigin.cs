namespace Sweep.Experiments.Programs;

/// <summary>Where the code of a program came from, as git knew it when it was packed; no part of what is trained.</summary>
/// <param name="Commit">The commit that was checked out, 40 or 64 hexadecimal digits.</param>
/// <param name="Dirty">Whether the folder was another than that commit's.</param>
public sealed record CodeOrigin(string Commit, bool Dirty);
