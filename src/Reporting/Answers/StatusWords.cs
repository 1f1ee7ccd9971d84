using System.Text.Json;

namespace Sweep.Reporting.Answers;

/// <summary>
/// The words of <see cref="SweepStatus"/> and <see cref="AgentStatus"/>, the same in JSON, in the results database and in print.
/// </summary>
internal static class StatusWords
{
    public static string Word(this SweepStatus status) => Of(status);

    public static string Word(this AgentStatus status) => Of(status);

    private static string Of<T>(T status) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
