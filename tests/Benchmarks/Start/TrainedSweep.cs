using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Journal;

namespace Sweep.Benchmarks.Start;

/// <summary>One sweep of a single trial, a single epoch of 64 images, in a home that did not exist.</summary>
/// <param name="ToTraining">Seconds to the trainer's word that dataset and network are there: the first batch is next.</param>
/// <param name="ToResult">Seconds to the recording of the trial's result.</param>
/// <param name="ToPrompt">Seconds from there to the end of the command.</param>
internal sealed record TrainedSweep(TimedProgram All, double ToTraining, double ToResult, double ToPrompt)
{
    private static readonly string[] Smallest =
        ["run", "--dataset", "shapes10", "--train", "64", "--validation", "64", "--lr", "1e-3", "--epochs", "1", "--slots", "1"];

    public static TrainedSweep Once(string program)
    {
        var folder = Directory.CreateTempSubdirectory("sweep-start-").FullName;
        try
        {
            var home = new Home(Path.Combine(folder, "home"));
            var all = TimedProgram.Run(program, [.. Smallest, "--home", home.Folder]);
            var entries = JournalReader.Of(home.JournalFolder).After(0).Select(placed => placed.Entry.Event).ToList();
            var training = entries.OfType<LeaseStarted>().Single().At;
            var result = entries.OfType<EpochRecorded>().Last().At;
            return new(
                all, (training - all.Began).TotalSeconds, (result - all.Began).TotalSeconds, (all.Ended - result).TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
