using System.Security.Cryptography.X509Certificates;

namespace Sweep.Protocol.Keys;

/// <summary>How kind and name of a peer stand in the subject of its certificate: <c>CN=NAME, OU=agent</c>.</summary>
internal static class PeerName
{
    private const string CommonName = "2.5.4.3";
    private const string Unit = "2.5.4.11";
    private const string Agent = "agent";
    private const string Coordinator = "coordinator";

    public static X500DistinguishedName Of(PeerKind kind, string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        subject.AddOrganizationalUnitName(kind is PeerKind.Coordinator ? Coordinator : Agent);
        return subject.Build();
    }

    /// <summary>Null where the subject says anything else: only what was written by <see cref="Of"/> is read.</summary>
    public static (PeerKind Kind, string Name)? Read(X500DistinguishedName subject)
    {
        string? name = null;
        PeerKind? kind = null;
        foreach (var part in subject.EnumerateRelativeDistinguishedNames())
        {
            switch (part.HasMultipleElements ? null : part.GetSingleElementType().Value)
            {
                case CommonName when name is null:
                    name = part.GetSingleElementValue();
                    break;
                case Unit when kind is null && KindOf(part.GetSingleElementValue()) is { } said:
                    kind = said;
                    break;
                default:
                    return null;
            }
        }
        return kind is { } known && name is { Length: > 0 } ? (known, name) : null;
    }

    private static PeerKind? KindOf(string? unit) => unit switch
    {
        Agent => PeerKind.Agent,
        Coordinator => PeerKind.Coordinator,
        _ => null,
    };
}
