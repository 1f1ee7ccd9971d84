using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Questions;

public sealed class QuestionKindsTests
{
    [Fact]
    public void EveryQuestion_IsInTheListOnce() => Assert.Equal(
        new[] { typeof(Question<>), typeof(QuestionKinds) }.SelectMany(type => type.Assembly.GetTypes()).Where(IsQuestion).Select(type => type.Name).Order(),
        QuestionKinds.All.Select(kind => kind.Question.Name).Order());

    [Fact]
    public void EveryQuestion_HasAnAddressOfItsOwn() =>
        Assert.Equal(QuestionKinds.All.Length, QuestionKinds.All.Select(kind => kind.Path).Distinct().Count());

    private static bool IsQuestion(Type type) =>
        type is { IsAbstract: false, BaseType: { IsGenericType: true } parent } && parent.GetGenericTypeDefinition() == typeof(Question<>);
}
