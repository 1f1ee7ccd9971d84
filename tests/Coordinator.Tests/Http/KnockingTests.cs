using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Tests.Http;

public sealed class KnockingTests
{
    private static readonly IPAddress One = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Other = IPAddress.Parse("10.0.0.2");

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void AnAddressHasSoManyTries_AndAgainAfterARest_WhateverOthersDo()
    {
        var knocking = new Knocking(time);

        Assert.All(Enumerable.Range(0, Knocking.Tries), _ => Assert.True(knocking.MayTryAgain(One)));
        Assert.False(knocking.MayTryAgain(One));
        Assert.True(knocking.MayTryAgain(Other));

        time.Advance(Knocking.Rest);
        Assert.True(knocking.MayTryAgain(One));
    }
}
