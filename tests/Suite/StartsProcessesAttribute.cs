using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace Sweep.Suite;

/// <summary>A test that starts a tree of real processes: it begins when there is a <see cref="ProcessPlace"/> for it.</summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class StartsProcessesAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ProcessPlace> Taken = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Taken[test.UniqueID] = ProcessPlace.TakeHere(DoLittle(methodUnderTest) || DoLittle(methodUnderTest.ReflectedType!));

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Taken.TryRemove(test.UniqueID, out var place))
            place.Dispose();
    }

    private static bool DoLittle(MemberInfo test) => test.IsDefined(typeof(ProcessesDoLittleAttribute), inherit: false);
}
