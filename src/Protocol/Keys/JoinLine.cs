using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sweep.Experiments.Sweeps;

namespace Sweep.Protocol.Keys;

/// <summary>
/// The line by which a machine joins: where the coordinator's HTTP API is, a token that is good for a while and so many machines, and the
/// hash of the authority's key, by which the coordinator is known before the token is sent. Written <c>host:port/token/hash</c>.
/// </summary>
public sealed record JoinLine(string Host, int Port, string Token, string Hash)
{
    /// <summary>
    /// The variable of the environment that carries it: what is in a command's arguments every user of the machine can read.
    /// </summary>
    public const string Variable = "SWEEP_JOIN";

    private const int TokenDigits = 32;

    public Uri Url => new UriBuilder(Uri.UriSchemeHttps, Host, Port).Uri;

    public static bool TryRead(string text, [NotNullWhen(true)] out JoinLine? line)
    {
        line = null;
        if (text.Trim().Split('/') is not [var place, var token, var hash] || !IsToken(token) || !HexForm.IsSha256(hash))
            return false;
        var colon = place.LastIndexOf(':');
        if (colon <= 0 || Uri.CheckHostName(place[..colon]) is UriHostNameType.Unknown
            || !ushort.TryParse(place[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            return false;
        line = new(place[..colon], port, token, hash);
        return true;
    }

    /// <summary>The line itself, to be pasted: wherever this goes, the token goes.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}/{Token}/{Hash}");

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => Url.ToString();

    private static bool IsToken(string text) => text.Length == TokenDigits && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>What an agent asks the coordinator for when it joins, and with its certificate when that is to be renewed.</summary>
/// <param name="Agent">The name that it is to have.</param>
/// <param name="Request">A PKCS #10 request in PEM; see <see cref="CertificateRequests"/>.</param>
/// <param name="Token">Of the line; none where a certificate is renewed.</param>
public sealed record JoinRequest(string Agent, string Request, string? Token = null)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"{nameof(JoinRequest)} of {Agent}";
}

/// <param name="Certificate">Of the agent, in PEM.</param>
/// <param name="Cluster"><c>host:port</c> that agents join.</param>
public sealed record JoinAnswer(string Certificate, string Cluster);
