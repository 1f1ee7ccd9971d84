namespace Sweep.Experiments.Inputs;

/// <summary>Where a value was written, so that an error can point there and its remedy can be spelt the way it is written there.</summary>
internal abstract record Place
{
    /// <summary>The place and the key, as the subject of a sentence.</summary>
    public abstract string Subject(string key);

    /// <summary>How <paramref name="key"/> is given the value written as <paramref name="value"/> (a single value or a list).</summary>
    public abstract string Assignment(string key, params IReadOnlyList<string> value);

    /// <summary>How a range is spelt: <paramref name="tail"/> is its count or step.</summary>
    public abstract string Range(string kind, string from, string to, string tail);

    public BadInputException Error(string key, string value, string problem) => new($"{Subject(key)} '{value}' {problem}.");
    public BadInputException Error(string key, string problem) => new($"{Subject(key)} {problem}.");
}

/// <param name="Line">Counted from 1.</param>
internal sealed record FilePlace(string File, int Line) : Place
{
    public override string Subject(string key) => FormattableString.Invariant($"{File}, line {Line}: {key}");

    public override string Assignment(string key, params IReadOnlyList<string> value) =>
        value.Count == 1 ? $"{key}: {value[0]}" : $"{key}: [{string.Join(", ", value)}]";

    public override string Range(string kind, string from, string to, string tail) =>
        $"{{ {kind}: [{from}, {to}], {(kind == "integers" ? "step" : "count")}: {tail} }}";
}

/// <param name="Name">With its dashes.</param>
internal sealed record OptionPlace(string Name) : Place
{
    public override string Subject(string key) => Name;
    public override string Assignment(string key, params IReadOnlyList<string> value) => $"{Name} {string.Join(",", value)}";
    public override string Range(string kind, string from, string to, string tail) => $"{kind}:{from}:{to}:{tail}";
}

/// <param name="Name">The hyperparameter that <c>--set</c> gives values.</param>
internal sealed record SetPlace(string Name) : Place
{
    public override string Subject(string key) => $"--set {Name}";
    public override string Assignment(string key, params IReadOnlyList<string> value) => $"--set {Name}={string.Join(",", value)}";
    public override string Range(string kind, string from, string to, string tail) => $"--set {Name}={kind}:{from}:{to}:{tail}";
}

/// <summary>A sweep that came as a whole, with no file or option to point at.</summary>
internal sealed record SpecPlace : Place
{
    public override string Subject(string key) => $"The sweep's {key}";
    public override string Assignment(string key, params IReadOnlyList<string> value) => new FilePlace("", 0).Assignment(key, value);
    public override string Range(string kind, string from, string to, string tail) => new FilePlace("", 0).Range(kind, from, to, tail);
}
