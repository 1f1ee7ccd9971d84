using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sweep.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Files;

namespace Sweep.GpuAgent.Tests.Files;

public sealed class CodeFoldersTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly List<string> asked = [];
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private WebApplication server = null!;
    private PackedFolder code = null!;

    private AgentPlaces Places => new(folder["agent"]);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder["code"]);
        File.WriteAllText(Path.Combine(folder["code"], "train.sh"), "echo");
        code = FolderArchive.Pack(folder["code"], folder["code.tar"]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.MapGet("/blobs/{name}", (string name) =>
        {
            asked.Add(name);
            return name == code.Sha256 ? Results.File(File.ReadAllBytes(folder["code.tar"])) : Results.NotFound();
        });
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        foreach (var below in Directory.GetDirectories(folder.Path))
            FolderArchive.Delete(below);
        folder.Dispose();
    }

    [Fact]
    public async Task Code_IsFetchedOnce_AndLiesReadOnlyUnderItsName()
    {
        using (var first = new CodeFolders(Places, () => http, time))
        {
            Assert.True(first.Lacks(code.Sha256));
            Assert.IsType<StoreAnswer.Done>(await Fetch(first, code.Sha256));
            Assert.False(first.Lacks(code.Sha256));
            Assert.False(IsWritable);
        }
        // Whoever deletes the home of an agent that has ended can.
        Assert.True(IsWritable);
        Assert.Equal("echo", File.ReadAllText(Path.Combine(Places.Code(code.Sha256), "train.sh")));
        Assert.Equal(code.Sha256, FolderArchive.Sha256Of(Places.Code(code.Sha256)));
        Assert.Equal([code.Sha256], Directory.EnumerateFileSystemEntries(folder["agent/code"]).Select(Path.GetFileName));

        // Another process looks at what is there.
        using var next = new CodeFolders(Places, () => http, time);
        Assert.IsType<StoreAnswer.Done>(await Fetch(next, code.Sha256));
        Assert.Single(asked);
        Assert.False(IsWritable);
    }

    [Fact]
    public async Task CodeThatSomebodyHasChanged_IsMadeAnew_AndWhatItsSetupMadeStays()
    {
        var place = Places.Code(code.Sha256);
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "train.sh"), "rm -rf");
        Directory.CreateDirectory(place + ".setup");
        Directory.CreateDirectory(place + ".new");
        using var folders = new CodeFolders(Places, () => http, time);

        Assert.IsType<StoreAnswer.Done>(await Fetch(folders, code.Sha256));

        Assert.Equal("echo", File.ReadAllText(Path.Combine(place, "train.sh")));
        Assert.Equal([place, place + ".setup"], Directory.EnumerateFileSystemEntries(folder["agent/code"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CodeThatNobodyHasUsedForLong_IsDeletedWithItsSetup_AndNothingElse()
    {
        using var folders = new CodeFolders(Places, () => http, time);
        await Fetch(folders, code.Sha256);
        var place = Places.Code(code.Sha256);
        Directory.CreateDirectory(place + ".setup");
        File.WriteAllText(place + ".setup.done", "");
        time.Advance(CodeFolders.Kept - TimeSpan.FromDays(1));
        folders.DeleteUnused(time.GetUtcNow().UtcDateTime);
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(folder["agent/code"]).Count());
        time.Advance(TimeSpan.FromDays(2));
        folders.DeleteUnused(time.GetUtcNow().UtcDateTime);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["agent/code"]));
    }

    [Fact]
    public async Task WhatTheCoordinatorDoesNotHave_IsAbsent()
    {
        using var folders = new CodeFolders(Places, () => http, time);
        Assert.IsType<StoreAnswer.Absent>(await Fetch(folders, new('a', 64)));
        Assert.True(folders.Lacks(new('a', 64)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["agent/code"]));
    }

    private bool IsWritable =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(Places.Code(code.Sha256)).HasFlag(UnixFileMode.UserWrite);

    private async Task<StoreAnswer> Fetch(CodeFolders folders, string sha256)
    {
        var answered = new TaskCompletionSource<StoreAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        folders.Fetch(new(server.Urls.Single(), "token"), sha256, answered.SetResult);
        return await answered.Task;
    }
}
