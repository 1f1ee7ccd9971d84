using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Authentication;
using System.Text.Json;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Http;

/// <summary>A coordinator in another process. What the server refuses as bad input is thrown here as it would be there.</summary>
public sealed class HttpCoordinator : ICoordinator, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>As much of it as there may be takes its time on a slow wire.</summary>
    private static readonly TimeSpan PatienceWithCode = TimeSpan.FromMinutes(30);
    private readonly HttpClient client;
    private readonly bool ofHome;

    /// <param name="url">The coordinator's base address. A proxy of the environment stands before it, unless it is this machine's.</param>
    /// <param name="trust">Who is told the token.</param>
    public HttpCoordinator(Uri url, string token, PeerTrust trust) : this(url, token, trust, throughProxy: !url.IsLoopback)
    {
    }

    /// <summary>The coordinator of a home, as that home names it: never behind a proxy.</summary>
    /// <exception cref="NoCoordinatorException">It is of a version that this one does not speak with.</exception>
    public HttpCoordinator(CoordinatorAddress address) : this(address, address.Trust() ?? throw OfAnEarlierVersion(address))
    {
    }

    private HttpCoordinator(CoordinatorAddress address, PeerTrust trust) : this(address.Url, address.Token, trust, throughProxy: false) =>
        (ofHome, OwnerKey, ComesBack) = (true, address.Owner, address.ComesBack);

    /// <summary>
    /// The live coordinator of <paramref name="home"/>, over the connection on which it was found; null where none answers.
    /// </summary>
    public static async Task<HttpCoordinator?> Find(Home home, CancellationToken cancellation)
    {
        if (CoordinatorFile.Read(home) is not { } address || address.Trust() is not { } trust)
            return null;
        var (found, answers) = (new HttpCoordinator(address, trust), false);
        try
        {
            answers = await CoordinatorFile.Answers(found.client, address, cancellation);
            return answers ? found : null;
        }
        finally
        {
            if (!answers)
                found.Dispose();
        }
    }

    /// <summary>See <see cref="DoorKeys.Owner"/>; null where this is no coordinator of a home that we can read.</summary>
    internal string? OwnerKey { get; }

    private HttpCoordinator(Uri url, string token, PeerTrust trust, bool throughProxy)
    {
        var handler = CoordinatorHandler.For(trust);
        handler.UseProxy = throughProxy;
        handler.AutomaticDecompression = url.IsLoopback ? DecompressionMethods.None : DecompressionMethods.All;
        client = new(handler) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Where it is reached.</summary>
    internal Uri Url => client.BaseAddress!;

    /// <summary>A code by which a browser is let in as whom the coordinator takes this client.</summary>
    internal Task<LoginCode> NewLoginCode(CancellationToken cancellation) => Post<LoginCode>(LoginEndpoints.CodePath, null, cancellation);

    /// <summary>Whether it is worth waiting for when it has gone; see <see cref="CoordinatorAddress.ComesBack"/>.</summary>
    public bool ComesBack { get; } = true;

    public Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation) =>
        Answer<TAnswer>(QuestionRoutes.RequestOf(question), cancellation);

    public async Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation)
    {
        try
        {
            return await (await Send(new(HttpMethod.Get, $"blobs/{sha256}"), cancellation)).Content.ReadAsStreamAsync(cancellation);
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task<SubmitView> Submit(SweepSpec spec, string source, CancellationToken cancellation) =>
        Post<SubmitView>("api/sweeps", Body(new SubmitRequest(spec, source)), cancellation);

    public Task<SubmitView> Submit(SweepSpec spec, string source, bool confirmed, CancellationToken cancellation) =>
        Post<SubmitView>("api/sweeps", Body(new SubmitRequest(spec, source, confirmed)), cancellation);

    public async Task PutCode(string sha256, Stream archive, CancellationToken cancellation) => (await Send(
        new(HttpMethod.Put, $"api/code/{Uri.EscapeDataString(sha256)}") { Content = new StreamContent(archive) },
        cancellation, PatienceWithCode)).Dispose();

    public Task Cancel(string sweep, CancellationToken cancellation) => Send(Order(sweep, "cancel"), cancellation);

    public Task Resume(string sweep, CancellationToken cancellation) => Send(Order(sweep, "resume"), cancellation);

    public async Task<int> RetryFailed(string sweep, CancellationToken cancellation) =>
        (await Answer<RetryAnswer>(Order(sweep, "retry"), cancellation)).Trials;

    public Task HoldAgent(string agent, AgentHold how, string? reason, CancellationToken cancellation)
    {
        var order = AgentOrder(agent, how is AgentHold.Paused ? "pause" : "drain");
        order.Content = Body(new HoldRequest(reason));
        return Send(order, cancellation);
    }

    public Task ResumeAgent(string agent, CancellationToken cancellation) => Send(AgentOrder(agent, "resume"), cancellation);

    internal Task<Invitation> Invite(InviteRequest request, CancellationToken cancellation) =>
        Post<Invitation>("api/invitations", Body(request), cancellation);

    /// <summary>The agent is let in no more; others go on with what it trained.</summary>
    internal async Task RemoveAgent(string agent, CancellationToken cancellation) =>
        (await Send(new(HttpMethod.Delete, $"api/agents/{Uri.EscapeDataString(agent)}"), cancellation)).Dispose();

    /// <summary>Agents finish their epoch, checkpoint and report; returns when no lease is active.</summary>
    public async Task Drain(CancellationToken cancellation)
    {
        while (!(await Post<DrainAnswer>("api/drain", null, cancellation)).Drained)
            cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Work is given out again after a drain.</summary>
    public async Task EndDrain(CancellationToken cancellation) => (await Send(new(HttpMethod.Delete, "api/drain"), cancellation)).Dispose();

    public void Dispose() => client.Dispose();

    private static JsonContent Body<T>(T request) => JsonContent.Create(request, options: StrictJson.Options);

    private static HttpRequestMessage Order(string sweep, string verb) =>
        new(HttpMethod.Post, $"api/sweeps/{Uri.EscapeDataString(sweep)}/{verb}");

    private static HttpRequestMessage AgentOrder(string agent, string verb) =>
        new(HttpMethod.Post, $"api/agents/{Uri.EscapeDataString(agent)}/{verb}");

    private Task<T> Post<T>(string path, HttpContent? content, CancellationToken cancellation) =>
        Answer<T>(new(HttpMethod.Post, path) { Content = content }, cancellation);

    private async Task<T> Answer<T>(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await Send(request, cancellation);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(StrictJson.Options, cancellation)
                ?? throw new JsonException($"The coordinator answered {request.RequestUri} with nothing.");
        }
        catch (JsonException e) when (e.Path is { } place)
        {
            throw new NoCoordinatorException(
                $"The coordinator at {client.BaseAddress} says something at {place} of its answer that this program does not know: "
                + "it is of another version; use the same one here and there.");
        }
    }

    internal async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellation, TimeSpan? patience = null)
    {
        HttpResponseMessage response;
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        impatient.CancelAfter(patience ?? Patience);
        try
        {
            response = await client.SendAsync(request, impatient.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            throw new NoCoordinatorException(
                $"What answers at {client.BaseAddress} does not have the keys of the coordinator that is meant, so nothing was sent to " +
                "it: compare the address, and take the coordinator's keys (--ca) from its home folder again if they were made anew.")
            {
                MayComeBack = ofHome,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new NoCoordinatorException(
                $"No coordinator answers at {client.BaseAddress} ({e.Message.TrimEnd('.')}): " +
                $"start one with 'sweep serve', or give its address.")
            {
                MayComeBack = true,
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new NoCoordinatorException(
                $"The coordinator at {client.BaseAddress} did not answer within {Durations.InWords(Patience)}: " +
                $"look at its log, or start it again.")
            {
                MayComeBack = true,
            };
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await Refusal(response, cancellation);
    }

    private async Task<Exception> Refusal(HttpResponseMessage response, CancellationToken cancellation) =>
        (response.StatusCode, await Detail(response, cancellation)) switch
        {
            (HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, { } detail) => new NoCoordinatorException(
                $"The coordinator at {client.BaseAddress} does not accept this token: {detail}")
            { MayComeBack = ofHome },
            (HttpStatusCode.Conflict, { } detail) => new UnconfirmedException(detail),
            (HttpStatusCode.Forbidden, { } detail) => new NoCoordinatorException(detail),
            (HttpStatusCode.BadRequest, { } detail) => new BadInputException(detail),
            (HttpStatusCode.InsufficientStorage, { } detail) => new DeviceRefusedException(detail),
            (HttpStatusCode.ServiceUnavailable, { } detail) =>
                new NoCoordinatorException(detail) { MayComeBack = response.Headers.RetryAfter is not null },
            (var status, var detail) => new HttpRequestException(
                detail ?? $"The coordinator at {client.BaseAddress} answered with status {(int)status}.", null, status),
        };

    private static NoCoordinatorException OfAnEarlierVersion(CoordinatorAddress address) => new(
        $"The coordinator at {address.Url} is of an earlier version, with which this one does not speak: stop it, and start it with " +
        "this one.");

    private static async Task<string?> Detail(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<Problem>(StrictJson.Options, cancellation))?.Detail;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
