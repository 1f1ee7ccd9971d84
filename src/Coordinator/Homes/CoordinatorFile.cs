using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// What <c>coordinator.json</c> says: where the coordinator of a home is to be reached, by whom it was written, and the token to come in.
/// </summary>
/// <param name="Cluster"><c>host:port</c> for agents to join.</param>
/// <param name="Instance">See <see cref="HealthAnswer"/>.</param>
/// <param name="Owner">See <see cref="DoorKeys.Owner"/>; null where an older program wrote the file.</param>
/// <param name="Proves">Whether that coordinator answers challenges, see <see cref="HealthProof"/>.</param>
public sealed record CoordinatorAddress(
    Uri Url, string Cluster, int Pid, string Token, string Instance, string? Owner = null, bool Proves = false)
{
    /// <summary>Whether it is started again when it ends: one that <c>serve</c> runs, but not one that trains a sweep to its end.</summary>
    public bool ComesBack { get; init; }

    /// <summary>
    /// The certificate, in PEM, of the home's authority: whoever answers at <see cref="Url"/> is believed if it signed him. Null where a
    /// program wrote the file that knew no keys yet.
    /// </summary>
    public string? Ca { get; init; }

    /// <summary>Whom to believe at <see cref="Url"/>; null where the file does not say.</summary>
    internal PeerTrust? Trust()
    {
        try
        {
            return Ca is { } pem ? new(X509Certificate2.CreateFromPem(pem), WallClock.OfThisProcess) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"{Url} (process {Pid})";
}

/// <summary>
/// The file by which other processes find the coordinator of a home. Written whole or not at all, readable by its owner only, and
/// removed at the coordinator's end; one that was left behind by a killed coordinator is told by its silence.
/// </summary>
public static class CoordinatorFile
{
    /// <summary>
    /// Where nobody listens that is known at once; whoever listens and is late is busy, or its machine is, and is not taken for gone.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void Write(Home home, CoordinatorAddress address) => OwnersFile.Write(home.CoordinatorFile, address);

    public static void Remove(Home home) => File.Delete(home.CoordinatorFile);

    /// <summary>What the file says, whether or not that coordinator still lives; null where there is no usable file.</summary>
    public static CoordinatorAddress? Read(Home home) => OwnersFile.Read<CoordinatorAddress>(home.CoordinatorFile);

    /// <summary>The coordinator of <paramref name="home"/> if it answers; null where none does.</summary>
    public static async Task<CoordinatorAddress?> FindLive(Home home, CancellationToken cancellation)
    {
        if (Read(home) is not { } address || address.Trust() is not { } trust)
            return null;
        using var client = new HttpClient(CoordinatorHandler.For(trust)) { BaseAddress = address.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Token);
        return await Answers(client, address, cancellation) ? address : null;
    }

    /// <summary>Whether it is the coordinator of <paramref name="address"/> that answers.</summary>
    /// <param name="client">Speaks to that address, with its token.</param>
    internal static async Task<bool> Answers(HttpClient client, CoordinatorAddress address, CancellationToken cancellation)
    {
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        impatient.CancelAfter(Patience);
        try
        {
            var challenge = HealthProof.NewChallenge();
            var health = JsonSerializer.Deserialize<HealthAnswer>(
                await client.GetByteArrayAsync($"health?challenge={challenge}", impatient.Token), StrictJson.Options);
            return health?.Instance == address.Instance && (!address.Proves || HealthProof.Holds(health.Proof, address.Token, challenge));
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
