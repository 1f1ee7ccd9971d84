using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Sweep.Protocol.Serialization;

/// <summary>
/// In the place of every serializer of Akka that Sweep does not need: makes nothing of what comes in, and nothing leaves through it.
/// Some of those make objects of any type by its name, others deploy actors or stop them, and who sends is not known.
/// </summary>
/// <remarks>Made by Akka, by the name of the type, once for each serializer that is replaced.</remarks>
/// <param name="config">Has the number of the serializer that is replaced as <see cref="NumberKey"/>.</param>
public sealed class RefusingSerializer(ExtendedActorSystem system, Config config) : Serializer(system)
{
    internal const string NumberKey = "refused";

    private readonly int number = config.GetInt(NumberKey);

    public override int Identifier => number;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj.GetType().FullName} is no message that leaves this process.");

    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException(
            $"A message of Akka's serializer {number} came in; nothing that Sweep says uses it, so it is refused.");
}
