using Sweep.Reporting.Querying;
using Sweep.Experiments.Expressions;
using CsCheck;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Tests;

namespace Sweep.Reporting.Tests.Querying.Expressions;

public sealed class PrintingTests
{
    private static readonly Gen<Scalar> Numbers = Gen.Recursive<Scalar>((depth, inner) =>
    {
        Gen<Scalar> leaf = Gen.OneOf(
            Gen.OneOf(TrialColumns.BuiltIn.OfTrials.All.Where(c => c.Kind != ValueKind.Text).ToArray()).Select(c => (Scalar)new ColumnValue(c)),
            SomeTrials.AnyNumber.Select(n => (Scalar)new Literal(Value.Of(n))),
            Gen.Long.Select(n => (Scalar)new Literal(Value.Of(n))));
        return depth >= 4 ? leaf : Gen.OneOf(
            leaf,
            Gen.Select(inner, Gen.Enum<Operation>(), inner, (l, o, r) => (Scalar)new Arithmetic(l, o, r)),
            inner.Select(o => (Scalar)new Negation(o)),
            Gen.Select(Gen.Enum<MapKind>(), inner, (m, o) => (Scalar)new Mapped(m, o)));
    });

    private static readonly Gen<Scalar> Texts = Gen.OneOf(
        Gen.OneOf(TrialColumns.BuiltIn.OfTrials.All.Where(c => c.Kind == ValueKind.Text && c != TrialColumns.State && !c.Time).ToArray()).Select(c => (Scalar)new ColumnValue(c)),
        SomeTrials.AnyText.Select(t => (Scalar)new Literal(Value.Of(t))));

    private static bool IsNaN(Scalar scalar) => scalar is Literal { Value.IsNaN: true };

    private static readonly Gen<Condition> Conditions = Gen.Recursive<Condition>((depth, inner) =>
    {
        Gen<Condition> leaf = Gen.OneOf(
            Gen.Select(Numbers, Gen.Enum<Comparator>(), Numbers).Where((l, _, r) => !IsNaN(l) && !IsNaN(r)).Select((l, c, r) => (Condition)new Relation(l, c, r)),
            Gen.Select(Texts, Gen.OneOf(Comparator.Equal, Comparator.NotEqual), Texts, (l, c, r) => (Condition)new Relation(l, c, r)),
            Gen.Select(Gen.Enum<TestKind>(), Numbers, (t, o) => (Condition)new Test(t, o)),
            Gen.Select(Gen.Enum<TextTestKind>(), Texts, Texts, (t, l, r) => (Condition)new TextTest(t, l, r)));
        return depth >= 4 ? leaf : Gen.OneOf(
            leaf,
            Gen.Select(inner, inner, (l, r) => (Condition)new And(l, r)),
            Gen.Select(inner, inner, (l, r) => (Condition)new Or(l, r)),
            inner.Select(o => (Condition)new Not(o)));
    });

    [Fact]
    public void WhatIsPrinted_ReadsBackToTheSameCondition() =>
        Conditions.Where(c => c.ToString().Length <= Lexer.MaxLength).Sample(c => Assert.Equal(c, TrialColumns.BuiltIn.OfTrials.Condition(c.ToString())), iter: 3000);

    [Fact]
    public void WhatIsPrinted_ReadsBackToTheSameColumn() =>
        Numbers.Where(c => c.ToString().Length <= Lexer.MaxLength).Sample(c => Assert.Equal(c, Assert.Single(TrialColumns.BuiltIn.OfTrials.Scalars(c.ToString()))), iter: 3000);

    [Theory]
    [InlineData("LR<1E-2 AND epochs==3", "lr < 0.01 and epochs = 3")]
    [InlineData("epochs in (1,3)", "epochs = 1 or epochs = 3")]
    [InlineData("not(lr<1 or lr>2)and epochs=1", "not (lr < 1 or lr > 2) and epochs = 1")]
    [InlineData("lr - (1 - 2.0) < 0", "lr - (1 - 2.0) < 0")]
    [InlineData("state = Failed", "state = 'failed'")]
    public void APrintedCondition_IsInCanonicalForm(string text, string expected) => Assert.Equal(expected, TrialColumns.BuiltIn.OfTrials.Condition(text).ToString());
}
