using Sweep.Coordinator.Http;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Http;

public sealed class BackupPlaceTests
{
    private static readonly BackupPlace Place = new("/home/me/backups", "key");

    [Theory]
    [InlineData("monday", "", "/home/me/backups/monday")]
    [InlineData("2026-11-26_a.b", "", "/home/me/backups/2026-11-26_a.b")]
    [InlineData("/home/me/backups/monday", "", "/home/me/backups/monday")]
    [InlineData("monday", "key", "/home/me/backups/monday")]
    [InlineData("/mnt/disk/monday", "key", "/mnt/disk/monday")]
    public void APlace_IsRightBelowTheFolder_OrWhereTheOwnerSays(string destination, string key, string expected) => Assert.Equal(expected, Place.For(destination, key));

    [Theory]
    [InlineData("/mnt/disk/monday", "")]
    [InlineData("/mnt/disk/monday", "other")]
    [InlineData("/home/me/backups", "")]
    [InlineData("/home/me/backups/", "")]
    [InlineData("/home/me/backups/..", "")]
    [InlineData("/home/me/backups/../x", "")]
    [InlineData("/home/me/backups/a/b", "")]
    [InlineData("../x", "key")]
    [InlineData("a b", "")]
    [InlineData("", "key")]
    [InlineData(null, "key")]
    public void AnyOtherPlace_IsRefused(string? destination, string key) => Assert.Throws<BadInputException>(() => Place.For(destination, key));
}
