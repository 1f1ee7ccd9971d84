using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace Sweep.Suite;

/// <summary>A test that starts a tree of real processes: it begins when there is a <see cref="ProcessPlace"/> for it.</summary>
/// <param name="longestFirst">
/// Classes that take longest, whose tests are let in first: a class is a chain of tests, and at the end no core shall wait for one of them.
/// One that is not listed counts as short.
/// </param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class StartsProcessesAttribute(params Type[] longestFirst) : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ProcessPlace> Taken = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        Taken[test.UniqueID] = ProcessPlace.TakeHere(
            DoLittle(methodUnderTest) || DoLittle(methodUnderTest.ReflectedType!), Rank(methodUnderTest.ReflectedType!));

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Taken.TryRemove(test.UniqueID, out var place))
            place.Dispose();
    }

    private int Rank(Type test) => Array.IndexOf(longestFirst, test) is >= 0 and var rank ? rank : longestFirst.Length;

    private static bool DoLittle(MemberInfo test) => test.IsDefined(typeof(ProcessesDoLittleAttribute), inherit: false);
}
