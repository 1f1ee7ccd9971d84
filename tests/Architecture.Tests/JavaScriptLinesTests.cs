namespace Sweep.Architecture.Tests;

public sealed class JavaScriptLinesTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(0, "\n   \n\t\n")]
    [InlineData(1, "a();\n")]
    [InlineData(1, "a(); // why\n// why not\n")]
    [InlineData(2, "/** What it is\n * and why. */\na();\n/* so */ b();\n")]
    [InlineData(1, "/* one */ /* two */\n/*\n\na();\n*/\nb(); /* and so\non */\n")]
    public void BlankLines_AndComments_AreNoCode(int lines, string script) => Assert.Equal(lines, JavaScriptLines.OfCode(script));

    [Theory]
    [InlineData(2, "a('/*');\nb();\n")]
    [InlineData(2, "a(\"it's /*\");\nb();\n")]
    [InlineData(2, "a('\\'/*');\nb();\n")]
    [InlineData(2, "a = /[/*]'/;\nb();\n")]
    [InlineData(2, "a = /\\/*`/.test(b);\nb();\n")]
    [InlineData(2, "a = b / c; // `\nb();\n")]
    [InlineData(3, "a(`it's\n// text\n/* text`);\n// why\n")]
    [InlineData(3, "a(`text ${b({ c: 1 }, `\n// text\n`)} it's`);\n// why\n")]
    [InlineData(2, "a(`text ${b // why\n// why\n} /*`);\n/* so */\n")]
    public void WhatLooksLikeAComment_InATextOrATemplate_IsCode(int lines, string script) => Assert.Equal(lines, JavaScriptLines.OfCode(script));
}
