using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Sweeps;

/// <summary>Reads <c>notify:</c> of a sweep file, and the coordinator's own file of the same keys.</summary>
public static class NotifySection
{
    private const string Example = "write for instance notify: { command: \"mail -s \\\"$SWEEP_TEXT\\\" me\" }";

    /// <summary>A whole file with the keys of <c>notify:</c>.</summary>
    /// <param name="fileName">How errors name the file.</param>
    /// <exception cref="BadInputException">It is none.</exception>
    public static NotifySpec Parse(string yaml, string fileName) => YamlTree.Parse(yaml, fileName) is YamlMap map
        ? Read(YamlSection.Of(fileName, "", map, "command", "webhook"), new FilePlace(fileName, 1))
        : throw new BadInputException($"{fileName}, line 1: there must be keys and values: command: …, or webhook: https://….");

    internal static NotifySpec? Of(YamlSection file)
    {
        if (file.Find("notify") is not { } node)
            return null;
        return node is YamlMap map
            ? Read(YamlSection.Of(file.File, "notify", map, "command", "webhook"), file.At(node))
            : throw file.Wrong("notify", node, Example);
    }

    internal static void Check(NotifySpec notify, Place at)
    {
        if (notify is { Command: null, Webhook: null })
            throw at.Error("notify", "has neither a command nor a webhook; give one of them, or leave notify out");
        if (notify.Command is { } command && (command.Trim().Length == 0 || command.Length > NotifySpec.Longest || command.Contains('\0')))
            throw at.Error("notify.command", $"must be a command of at most {NotifySpec.Longest} characters");
        if (notify.Webhook is { } webhook
            && (webhook.Length > NotifySpec.Longest || !Uri.TryCreate(webhook, UriKind.Absolute, out var uri)
                || uri.Scheme is not ("http" or "https")))
            throw at.Error("notify.webhook", "is no address; write for instance webhook: https://example.org/hook");
    }

    private static NotifySpec Read(YamlSection section, Place at)
    {
        var notify = new NotifySpec(
            section.Find("command") is { } command ? section.Text("command", command, Example) : null,
            section.Find("webhook") is { } webhook
                ? section.Text("webhook", webhook, "write for instance webhook: https://example.org/hook")
                : null);
        Check(notify, at);
        return notify;
    }
}
