using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Cli;

/// <summary>By which authority a coordinator elsewhere is known: a certificate in a file, or the hash of its key.</summary>
internal static class CoordinatorTrust
{
    private const int HashDigits = 64;

    /// <param name="login">Where the coordinator is the one that was logged in to.</param>
    /// <exception cref="BadInputException">Nobody said by what the coordinator is known, or that cannot be used.</exception>
    /// <exception cref="NoCoordinatorException">Only the hash is known, and nobody answers.</exception>
    public static async Task<PeerTrust> Of(ParseResult parsed, Uri url, Login? login, CancellationToken cancellation)
    {
        if ((parsed.GetValue(ConnectionOptions.Ca) ?? Variable.Of(ConnectionOptions.CaVariable, "a file or a hash")) is { } given)
            return Believing(IsHash(given) ? await Fetched(url, given.ToLowerInvariant(), cancellation) : Read(given));
        if (login is not null)
            return login.Trust();
        if (CoordinatorFile.Read(Connection.HomeOf(parsed)) is { } own && own.Url == url && own.Trust() is { } trust)
            return trust;
        throw new BadInputException(
            $"--coordinator: nobody said by which keys {url} is known, so no token is sent there: give --ca with the file keys/ca.crt of " +
            $"its home folder or with the hash that 'sweep serve' shows, or log in with 'sweep login'.");
    }

    public static PeerTrust Believing(X509Certificate2 authority) => new(authority, WallClock.OfThisProcess);

    public static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigit);

    /// <exception cref="NoCoordinatorException">Nobody answers.</exception>
    public static async Task<X509Certificate2> Fetched(Uri url, string hash, CancellationToken cancellation)
    {
        try
        {
            return await AuthorityOf.At(url, hash, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new NoCoordinatorException(
                $"No coordinator answers at {url} ({e.Message.TrimEnd('.')}): start one with 'sweep serve', or give its address.")
            {
                MayComeBack = true,
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new NoCoordinatorException($"The coordinator at {url} did not answer: look at its log, or start it again.")
            {
                MayComeBack = true,
            };
        }
    }

    private static X509Certificate2 Read(string file)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BadInputException(
                $"--ca: {file} is neither a certificate nor a hash ({e.Message.TrimEnd('.')}); give keys/ca.crt of the coordinator's " +
                "home folder, or the hash of 64 digits that 'sweep serve' shows.", e);
        }
    }
}
