namespace Sweep.Coordinator.Http;

/// <summary>What a person was let in by.</summary>
/// <param name="Token">Hash of the token, or of the one that the cookie stands for.</param>
/// <param name="Opens">Whether it still does.</param>
internal sealed record Credential(string Token, Func<bool> Opens);
