using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>What a supervisor of processes learns.</summary>
public sealed class HealthEndpointsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ACoordinatorThatIsThere_IsAliveToAnybody_AndReadyToWhoMayRead()
    {
        await using var own = new CoordinatorOfAWrittenHome();
        await own.InitializeAsync();
        using var stranger = Https.To(own.Host);

        Assert.Equal("200 ", await Said(stranger, "health/live"));
        Assert.StartsWith("401 ", await Said(stranger, "health/ready"), StringComparison.Ordinal);
        Assert.Equal("200 {\"status\":\"ready\"}", await Said(own.Http, "health/ready"));
    }

    [Theory]
    [InlineData(false, true, "The coordinator has ended inside its process: stop the process and start it again.")]
    [InlineData(true, false, "The journal's disk takes nothing: ")]
    public async Task WhatCannotBeWorkedWith_IsAliveAndNotReady_WithASentence(bool answers, bool writes, string sentence)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        await using var web = builder.Build();
        web.UseRouting();
        web.MapHealth(
            new Pulse(() => Task.FromResult(answers), TimeProvider.System), new(writes ? folder.Path : folder["missing"], TimeProvider.System));
        await web.StartAsync(None);
        using var http = new HttpClient { BaseAddress = new(web.Urls.Single()) };

        Assert.Equal("200 ", await Said(http, "health/live"));
        using var ready = await http.GetAsync("health/ready", None);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.StartsWith(sentence, (await ready.Content.ReadFromJsonAsync<Problem>(None))?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDisk_IsTriedAgainAfterAWhile_AndNothingIsLeftThere()
    {
        var time = new FakeTimeProvider();
        var disk = new DiskProbe(folder["later"], time);
        Assert.NotNull(disk.WhyNot());

        Directory.CreateDirectory(folder["later"]);
        Assert.NotNull(disk.WhyNot());
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(disk.WhyNot());
        Assert.Empty(Directory.GetFileSystemEntries(folder["later"]));
    }

    private static async Task<string> Said(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, None);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(None)}";
    }
}
