using Sweep.Protocol.Messages;

namespace Sweep.Architecture.Tests;

public sealed class MessageRules
{
    public static TheoryData<Type> Messages => [.. House.Protocol.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(ISweepMessage).IsAssignableFrom(t))];

    [Theory]
    [MemberData(nameof(Messages))]
    public void EveryMessage_IsASealedRecordWithoutSetters(Type message)
    {
        Assert.True(message.IsSealed, $"{message.Name} is not sealed");
        Assert.DoesNotContain(message.GetProperties(), p => p.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)));
    }
}
