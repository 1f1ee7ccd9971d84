using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// Which coordinator elsewhere this user's commands go to, by which authority it is known, and the token to come in: what
/// <c>sweep login</c> keeps in the user's own configuration, readable by him alone.
/// </summary>
/// <param name="Ca">The authority's certificate in PEM.</param>
internal sealed record Login(Uri Url, string Ca, string Token)
{
    /// <summary>Where it is kept (XDG Base Directory Specification).</summary>
    public static string File
    {
        get
        {
            var configuration = Variable.Of("XDG_CONFIG_HOME", "a folder")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
            return Path.Combine(configuration, "sweep", "login.json");
        }
    }

    /// <summary>Null where nobody is logged in.</summary>
    /// <exception cref="BadInputException">It cannot be used.</exception>
    public static Login? Read()
    {
        if (!System.IO.File.Exists(File))
            return null;
        return OwnersFile.Read<Login>(File) ?? throw new BadInputException(
            $"{File} cannot be read: log in again with 'sweep login', or end it with 'sweep logout'.");
    }

    public void Keep()
    {
        OwnersFolder.Make(Path.GetDirectoryName(File)!);
        OwnersFile.Write(File, this);
    }

    public PeerTrust Trust()
    {
        try
        {
            return CoordinatorTrust.Believing(X509Certificate2.CreateFromPem(Ca));
        }
        catch (CryptographicException e)
        {
            throw new BadInputException($"The keys in {File} cannot be read: log in again with 'sweep login'.", e);
        }
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => Url.ToString();
}
