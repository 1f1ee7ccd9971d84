using System.Text.RegularExpressions;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// What a person is given to come in from another machine, on one line: <c>HOST:PORT/TOKEN/HASH</c>, with the hash of the authority's key,
/// by which the coordinator is known before it is told the token.
/// </summary>
internal sealed partial record LoginLine(Uri Url, string Token, string Hash)
{
    /// <summary>The variable that keeps it out of the list of processes.</summary>
    public const string Variable = "SWEEP_LOGIN";

    public string Text => $"{Url.Authority}/{Token}/{Hash}";

    /// <exception cref="BadInputException">It is none.</exception>
    public static LoginLine Parse(string text) => TryParse(text) ?? throw new BadInputException(
        "This is no line to log in with, which reads HOST:PORT/TOKEN/HASH: copy all of what 'sweep token add' printed.");

    public static LoginLine? TryParse(string text)
    {
        var parts = Form().Match(text.Trim());
        return parts.Success && Uri.TryCreate($"https://{parts.Groups["place"].Value}/", UriKind.Absolute, out var url)
            ? new(url, parts.Groups["token"].Value, parts.Groups["hash"].Value)
            : null;
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => Url.ToString();

    [GeneratedRegex("^(https://)?(?<place>[^/@?#\\s]+)/(?<token>[!-.0-~]+)/(?<hash>[0-9a-f]{64})$")]
    private static partial Regex Form();
}
