using System.Text;
using System.Text.Json;
using Sweep.Coordinator.Tests.Verification;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Upkeep;

/// <summary>One changed byte in a real home's journal: every command names it, nothing goes on by itself, and recovering is an order.</summary>
public sealed class RecoverCommandTests
{
    /// <summary>Of the segment's header, and of the line after it.</summary>
    public enum Region { Header, HeaderFeed, Sequence, Space, Crc, Json, Feed }

    public static TheoryData<Region, bool> Places
    {
        get
        {
            var places = new TheoryData<Region, bool>();
            foreach (var region in Enum.GetValues<Region>())
            {
                places.Add(region, false);
                places.Add(region, true);
            }
            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task AFlippedByte_IsNamedByEveryCommand_AndRecoveringKeepsWhatPrecedesIt(Region region, bool inLastSegment)
    {
        using var home = await SoundHome.Make(segmentBytes: 1200);
        Assert.InRange(home.Segments.Length, 3, 10);
        var file = inLastSegment ? home.Segments[^1] : home.Segments[1];
        var (offset, entry) = Flip(file, region);
        var damaged = home.Segments.SkipWhile(segment => segment != file).ToDictionary(segment => Path.GetFileName(segment), File.ReadAllText);
        var lost = damaged.Values.Sum(text => text.Count(letter => letter == '\n')) - damaged.Count;
        var named = $"{file}, byte {offset}, entry {entry}";

        var start = await CommandLine.Sweep("status", "--home", home.Home.Folder);
        Assert.Equal(ExitCode.BadInput, start.ExitCode);
        Assert.Contains(named, start.Error, StringComparison.Ordinal);
        using (var verified = await Json(home, ExitCode.FailedTrials, "verify"))
        {
            var finding = verified.RootElement.GetProperty("findings").EnumerateArray().First();
            Assert.Equal(("journalDamaged", named), (finding.GetProperty("kind").GetString(), finding.GetProperty("place").GetString()));
        }
        Assert.Equal(ExitCode.BadInput, (await CommandLine.Sweep("db", "rebuild", "--home", home.Home.Folder)).ExitCode);
        using (var looked = await Json(home, ExitCode.FailedTrials, "db", "recover"))
            Assert.Equal((file, offset, entry), (looked.RootElement.GetProperty("file").GetString(), looked.RootElement.GetProperty("offset").GetInt64(), looked.RootElement.GetProperty("entry").GetInt64()));
        Assert.Equal(damaged, home.Segments.SkipWhile(segment => segment != file).ToDictionary(segment => Path.GetFileName(segment), File.ReadAllText));

        using (var cut = await Json(home, ExitCode.Done, "db", "recover", "--cut"))
        {
            // A flipped line feed makes one line of two.
            Assert.InRange(cut.RootElement.GetProperty("lostEntries").GetInt64(), lost, lost + 1);
            var kept = cut.RootElement.GetProperty("kept").GetString()!;
            Assert.Equal(damaged, Directory.GetFiles(kept, "*.journal").ToDictionary(segment => Path.GetFileName(segment), File.ReadAllText));
            Assert.True(File.Exists(Path.Combine(kept, "results.db")));
        }

        using (var after = await Json(home, ExitCode.Done, "verify"))
            Assert.Equal(entry - 1, after.RootElement.GetProperty("verified").GetProperty("entries").GetInt64());
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("status", "--home", home.Home.Folder)).ExitCode);
        Assert.Contains("nothing to recover", (await CommandLine.Sweep("db", "recover", "--home", home.Home.Folder)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingSegment_AndAnEmptyOne_AreNamed()
    {
        foreach (var empty in new[] { true, false })
        {
            using var home = await SoundHome.Make(segmentBytes: 1200);
            var (lost, next) = (home.Segments[1], home.Segments[2]);
            if (empty)
                File.WriteAllText(lost, "");
            else
                File.Delete(lost);

            var start = await CommandLine.Sweep("status", "--home", home.Home.Folder);

            Assert.Equal(ExitCode.BadInput, start.ExitCode);
            Assert.Contains(empty ? $"{lost}, byte 0, " : $"{next}, byte 0, ", start.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ATornEnd_IsNoDamage_AndIsCutOffByTheNextStart()
    {
        using var home = await SoundHome.Make();
        File.AppendAllText(home.Segments[^1], "18 0123");
        var length = new FileInfo(home.Segments[^1]).Length;

        using (var verified = await Json(home, ExitCode.Done, "verify"))
            Assert.Contains("7 bytes", Assert.Single(verified.RootElement.GetProperty("notes").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(home.Segments[^1]).Length);

        await home.Start();
        Assert.Equal(length - 7, new FileInfo(home.Segments[^1]).Length);
    }

    [Fact]
    public async Task AnEntryOfANewerProgram_IsNoDamage_AndCannotBeCutAway()
    {
        using var home = await SoundHome.Make();
        home.AppendOfANewerProgram();

        foreach (var command in new string[][] { ["status"], ["db", "recover", "--cut"], ["db", "rebuild"] })
        {
            var ran = await CommandLine.Sweep([.. command, "--home", home.Home.Folder]);
            Assert.Equal(ExitCode.BadInput, ran.ExitCode);
            Assert.Contains("was written by a newer program", ran.Error, StringComparison.Ordinal);
        }
    }

    private static async Task<JsonDocument> Json(SoundHome home, int exitCode, params string[] arguments)
    {
        var ran = await CommandLine.Sweep([.. arguments, "--json", "--home", home.Home.Folder]);
        Assert.Equal((exitCode, ""), (ran.ExitCode, ran.Error));
        return JsonDocument.Parse(ran.Out);
    }

    /// <returns>Where the damage is to be found: the beginning of the entry, and its number.</returns>
    private static (long Offset, long Entry) Flip(string file, Region region)
    {
        var bytes = File.ReadAllBytes(file);
        var first = long.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture);
        var line = Array.IndexOf(bytes, (byte)'\n') + 1;
        var space = Array.IndexOf(bytes, (byte)' ', line);
        var at = region switch
        {
            Region.Header => 3,
            Region.HeaderFeed => line - 1,
            Region.Sequence => line,
            Region.Space => space,
            Region.Crc => space + 3,
            Region.Json => bytes.AsSpan(line).IndexOf(Encoding.ASCII.GetBytes("\"at\":\"2026")) + line + 8,
            _ => Array.IndexOf(bytes, (byte)'\n', line),
        };
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
        return region is Region.Header or Region.HeaderFeed ? (0, first) : (line, first);
    }
}
