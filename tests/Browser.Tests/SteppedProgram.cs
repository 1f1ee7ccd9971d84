using System.Globalization;

namespace Sweep.Browser.Tests;

/// <summary>
/// A program in <c>sh</c> that is searched: it trains an epoch when its test lets it, so that what a page shows of a run in training is
/// known, and fails where its test says so. When its test has ended, so does what still waits: it keeps no slot from other tests.
/// </summary>
internal sealed class SteppedProgram : IDisposable
{
    public const int Epochs = 3;

    /// <summary>What a trial prints on stderr before it fails: a page must show it, and never follow it.</summary>
    public const string Printed = "<img src=x onerror=\"window.taken=true\"> <script>window.taken=true</script>";

    private readonly string gate = Directory.CreateTempSubdirectory("sweep-gate-").FullName;

    /// <summary>Lets every run train up to that epoch.</summary>
    public void LetTrain(int epoch)
    {
        for (var one = 1; one <= epoch; one++)
            File.WriteAllText(Path.Combine(gate, one.ToString(CultureInfo.InvariantCulture)), "");
    }

    /// <summary>What fails from here on fails no more.</summary>
    public void Mend() => File.WriteAllText(Path.Combine(gate, "mended"), "");

    /// <summary>A sweep file, which needs no folder.</summary>
    /// <param name="space">Its lines; <c>kind: broken</c> fails until it is mended.</param>
    public string SweepFile(string name, params string[] space) => $$$"""
        name: {{{name}}}
        maxAttempts: 1
        experiment:
          folder: none
          continues: true
          env: { GATE: "{{{gate}}}" }
          command:
            - sh
            - -c
            - |
              epoch=$(( $(cat "$SWEEP_CHECKPOINT/epoch" 2> /dev/null || echo 0) + 1 ))
              while [ "$epoch" -le "$SWEEP_EPOCHS" ]; do
                while [ ! -e "$GATE/$epoch" ]; do [ -d "$GATE" ] || exit 4; sleep 0.2; done
                if [ "$SWEEP_KIND" = broken ] && [ ! -e "$GATE/mended" ]; then
                  echo '{{{Printed}}}' >&2
                  exit 3
                fi
                score=$((1000 + SWEEP_WIDTH * 100 + epoch * 500 + SWEEP_SEED * 7))
                echo "$epoch" > "$SWEEP_CHECKPOINT/epoch"
                printf '\173"epoch": %d, "score": 0.%04d, "loss": 0.%04d\175\n' "$epoch" "$score" $((9000 - score))
                epoch=$((epoch + 1))
              done
        sharing: true
        space:
        {{{string.Join('\n', space.Select(line => $"  {line}"))}}}
          epochs: [1, {{{Epochs}}}]
        objective: { maximize: score }

        """;

    public void Dispose() => Directory.Delete(gate, recursive: true);
}
