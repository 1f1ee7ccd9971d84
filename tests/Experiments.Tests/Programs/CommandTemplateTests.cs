using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Programs;

public class CommandTemplateTests
{
    private static readonly Dictionary<string, string> Values = new() { ["lr"] = "0.001", ["width"] = "64", ["optimizer"] = "adamw" };

    [Theory]
    [InlineData("train --lr {lr} --shape {width}x{width}", "train --lr 0.001 --shape 64x64")]
    [InlineData("train {{lr}} {{{lr}}}", "train {lr} {0.001}")]
    [InlineData("""train {"a":1} {} ${0}""", """train {"a":1} {} ${0}""")]
    [InlineData("train --momentum {momentum} --lr {lr}", "train --lr 0.001")]
    [InlineData("train --momentum={momentum} --lr {lr}", "train --lr 0.001")]
    [InlineData("train -v --momentum={momentum}", "train -v")]
    [InlineData("train now {momentum}", "train now")]
    [InlineData("train {lr} {momentum}", "train 0.001")]
    public void EveryPlaceIsFilled_AndWhatATrialDoesNotHaveIsLeftOutWithItsOption(string command, string filled) =>
        Assert.Equal(filled.Split(' '), CommandTemplate.Fill(command.Split(' '), name => Values.GetValueOrDefault(name)));

    [Theory]
    [InlineData("train --lr {lr} {{any}} {}", null)]
    [InlineData("train {widht}", "The command has {widht}, which is no hyperparameter of the space: did you mean 'width'; write {{widht}} for the braces themselves.")]
    [InlineData("train {HOME}", "The command has {HOME}, which is no hyperparameter of the space: known are lr, width, optimizer; write {{HOME}} for the braces themselves.")]
    public void AnUnknownPlace_IsOneSentence(string command, string? refusal) =>
        Assert.Equal(refusal, CommandTemplate.Refusal(command.Split(' '), [.. Values.Keys]));

    [Fact]
    public void ProgramAndOption_StayWhereTheProgramItselfLooksLikeAnOption() =>
        Assert.Equal(["-x"], CommandTemplate.Fill(["-x", "{momentum}"], _ => null));

    [Theory]
    [InlineData("lr width", null)]
    [InlineData("lr LR", "The hyperparameters lr and LR would both be SWEEP_LR in the environment of the program: give one of them another name.")]
    [InlineData("lr data", "The hyperparameter data would be SWEEP_DATA in the environment of the program, which says something else there: give it another name.")]
    public void NamesInTheEnvironment_AreOneForEach(string names, string? refusal) =>
        Assert.Equal(refusal, ProgramEnvironment.Refusal(names.Split(' ')));

    [Theory]
    [InlineData("F1 (\\d+)", null)]
    [InlineData("F1 \\d+", "The pattern of f1 has 0 groups: put the number in one pair of parentheses, and write (?:…) for others.")]
    [InlineData("(F1) (\\d+)", "The pattern of f1 has 2 groups: put the number in one pair of parentheses, and write (?:…) for others.")]
    [InlineData("(?<=F1 )(\\d+)", "The pattern of f1 looks ahead, behind or back at what it has matched, which takes no bounded time: write it without.")]
    public void APatternIsRefused_ThatHasNotOneNumberOrTakesNoBoundedTime(string pattern, string? refusal) =>
        Assert.Equal(refusal, MetricPatterns.Refusal([KeyValuePair.Create("f1", pattern)]));

    [Fact]
    public void APatternThatIsNone_IsRefusedWithItsName() =>
        Assert.StartsWith("The pattern of f1 is no regular expression (", MetricPatterns.Refusal([KeyValuePair.Create("f1", "F1 (")]), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "RuntimeError: CUDA out of memory. Tried to allocate 2 GiB", false, "it says 'RuntimeError: CUDA out of memory. Tried to allocate 2 GiB'")]
    [InlineData(1, "torch.OutOfMemoryError: CUDA out of memory.", false, "it says 'torch.OutOfMemoryError: CUDA out of memory.'")]
    [InlineData(1, "MemoryError", false, "it says 'MemoryError'")]
    [InlineData(134, "terminate called after throwing an instance of 'std::bad_alloc'", false, "it says 'terminate called after throwing an instance of 'std::bad_alloc''")]
    [InlineData(137, "", true, "the kernel killed it for memory")]
    [InlineData(137, "", false, null)]
    [InlineData(1, "ValueError: x", true, null)]
    [InlineData(0, "MemoryError", false, null)]
    public void SignsOfMemoryThatWasNotEnough(int code, string stderr, bool killed, string? sign) =>
        Assert.Equal(sign, MemoryExhaustion.SignIn(code, stderr.Split('\n'), killed));
}
