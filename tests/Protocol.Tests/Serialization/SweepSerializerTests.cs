using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Sweep.Protocol.Gate;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Protocol.Tests.Serialization;

public sealed class SweepSerializerTests(SweepSerializerTests.QuietSystem quiet) : IClassFixture<SweepSerializerTests.QuietSystem>
{
    public sealed class QuietSystem : IAsyncDisposable
    {
        internal ActorSystem System { get; } = ActorSystem.Create("serializer", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        public async ValueTask DisposeAsync() => await System.Terminate();
    }

    private SweepSerializer Serializer => new((ExtendedActorSystem)quiet.System);

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Wire.Golden.Length)];

    [Fact]
    public void EveryMessageOfTheProtocol_HasAGoldenLineAndAManifest()
    {
        var messages = typeof(ISweepMessage).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ISweepMessage)) && !type.IsInterface);
        var facts = typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)));

        Assert.Equal(messages.OrderBy(type => type.Name), Wire.Golden.Select(line => line.Message.GetType()).Distinct().OrderBy(type => type.Name));
        Assert.Equal(facts.OrderBy(type => type.Name), Wire.Golden.Select(line => line.Message).OfType<Report>().Select(report => report.Fact.GetType()).Distinct().OrderBy(type => type.Name));
        Assert.Equal(Manifests.Names, Wire.Golden.Select(line => line.Manifest).Distinct());
    }

    [Theory, MemberData(nameof(Lines))]
    public void EveryWireMessage_HasItsGoldenBytes(int line)
    {
        var (manifest, message, json) = Wire.Golden[line];
        Assert.Equal(manifest, Serializer.Manifest(message));
        Assert.Equal(json, Encoding.UTF8.GetString(Serializer.ToBinary(message)));
    }

    [Theory, MemberData(nameof(Lines))]
    public void EveryWireMessage_RoundTrips(int line)
    {
        var (manifest, message, json) = Wire.Golden[line];
        var read = Serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest);
        Assert.IsType(message.GetType(), read);
        Assert.Equivalent(message, read, strict: true);
        Assert.Equal(json, Encoding.UTF8.GetString(Serializer.ToBinary(read)));
    }

    [Fact]
    public void UnknownManifest_IsRefused() =>
        Assert.Contains("assign:9", Assert.Throws<SerializationException>(() => Serializer.FromBinary([], "assign:9")).Message, StringComparison.Ordinal);

    [Fact]
    public void ForeignType_IsRefused() => Assert.Throws<SerializationException>(() => Serializer.ToBinary("a string"));

    [Theory]
    [InlineData("no-work:1", """{"slot":0}""")]
    [InlineData("registered:1", """{"leaseSeconds":15,"blobs":null,"token":"t"}""")]
    [InlineData("acknowledge:1", """{"number":1,"answer":"Perhaps"}""")]
    [InlineData("report:1", """{"agent":"a","number":1,"lease":1,"fact":{"fact":"run-vanished"}}""")]
    [InlineData("heartbeat:1", """{"agent":"a","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90"}""")]
    [InlineData("heartbeat:1", """{"agent":"a","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","running":null}""")]
    [InlineData("report:1", """{"agent":"a","number":1,"lease":1,"fact":null}""")]
    [InlineData("report:1", """{"agent":"a","number":1,"lease":1,"fact":{"fact":"run-ended","outcome":"Completed"}}""")]
    [InlineData("report:1", """{"agent":"a","number":1,"lease":1,"fact":{"fact":"run-started","provenance":null}}""")]
    [InlineData("assign:1", """{"slot":0,"lease":1,"attempt":1,"order":null}""")]
    [InlineData("refused:1", """{"reason":null}""")]
    [InlineData("revoke-lease:1", """{"lease":1,"reason":null,"atEpochEnd":false}""")]
    [InlineData("register-first:1", "null")]
    [InlineData("drain:1", "{")]
    public void TextThatIsNoMessage_IsRefusedWithItsManifest(string manifest, string json) =>
        Assert.Contains(manifest, Assert.Throws<SerializationException>(() => Serializer.FromBinary(Encoding.UTF8.GetBytes(json), manifest)).Message, StringComparison.Ordinal);

    /// <summary>So the gate, and all behind it, need not ask whether what a record promises is there.</summary>
    [Theory, MemberData(nameof(Lines))]
    public void WhateverIsMissingOrNull_IsRefusedHere_OrTheGateHasAnAnswer(int line)
    {
        var (manifest, _, json) = Wire.Golden[line];
        Assert.All(Spoilt.Variants(json), spoilt =>
        {
            try
            {
                WireGate.Refusal((ISweepMessage)Serializer.FromBinary(Encoding.UTF8.GetBytes(spoilt), manifest));
            }
            catch (SerializationException)
            {
                // Refused, which is one of the two that may be.
            }
        });
    }

    [Fact]
    public void AddedField_IsOverlooked() =>
        Assert.Equal(new NoWork(3, 1), Serializer.FromBinary("""{"slot":3,"retryAfterSeconds":1,"mood":"fine"}"""u8.ToArray(), "no-work:1"));

    [Fact]
    public void TooLargeMessage_ThrowsWithManifestAndIdsInsteadOfVanishing()
    {
        var report = new Report("lab-1", 5, new LeaseId(77), new RunEnded(Outcome.TrainerCrashed, new string('x', SweepSerializer.MaxBytes)));
        var message = Assert.Throws<SerializationException>(() => Serializer.ToBinary(report)).Message;
        Assert.Contains("report:1", message, StringComparison.Ordinal);
        Assert.Contains("lab-1", message, StringComparison.Ordinal);
        Assert.Contains("lease 77", message, StringComparison.Ordinal);
    }
}
