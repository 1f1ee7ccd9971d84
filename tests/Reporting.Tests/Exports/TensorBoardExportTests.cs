using System.Text.Json;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;

namespace Sweep.Reporting.Tests.Exports;

/// <summary>Event files read back by a reader of their own, in Python, that checks every checksum and knows nothing of the writer.</summary>
public sealed class TensorBoardExportTests : IDisposable
{
    private const string Reader = """
        import json, struct, sys
        table = []
        for n in range(256):
            for _ in range(8):
                n = (n >> 1) ^ 0x82F63B78 if n & 1 else n >> 1
            table.append(n)
        def crc(data):
            c = 0xFFFFFFFF
            for b in data:
                c = table[(c ^ b) & 0xFF] ^ (c >> 8)
            c ^= 0xFFFFFFFF
            return (((c >> 15) | (c << 17)) + 0xA282EAD8) & 0xFFFFFFFF
        assert crc(b'123456789') == ((((0xE3069283 >> 15) | (0xE3069283 << 17)) + 0xA282EAD8) & 0xFFFFFFFF)
        def varint(b, i):
            v = s = 0
            while True:
                v |= (b[i] & 127) << s; s += 7; i += 1
                if b[i - 1] < 128: return v, i
        def message(b):
            i, fields = 0, []
            while i < len(b):
                key, i = varint(b, i)
                kind = key & 7
                if kind == 0: value, i = varint(b, i)
                elif kind == 1: value, i = struct.unpack('<d', b[i:i+8])[0], i + 8
                elif kind == 5: value, i = struct.unpack('<f', b[i:i+4])[0], i + 4
                else:
                    n, i = varint(b, i); value, i = b[i:i+n], i + n
                fields.append((key >> 3, value))
            return fields
        tab = dict(hparams={}, domains={}, metrics=[])
        def number(b): return dict(message(b))[2]
        def plugin(value):
            assert message(value[8]) == [(1, 1), (2, b'')], 'tensor'
            data = dict(message(dict(message(value[9]))[1]))
            assert data[1] == b'hparams'
            (field, content), = message(data[2])
            fields = message(content)
            if value[1] == b'_hparams_/experiment':
                assert field == 2
                tab['name'] = dict(fields)[6].decode()
                tab['metrics'] = [dict(message(dict(message(v))[1]))[2].decode() for k, v in fields if k == 5]
                for info in [dict(message(v)) for k, v in fields if k == 4]:
                    assert info[4] == 3
                    tab['domains'][info[1].decode()] = [number(v) for _, v in message(info[5])] if 5 in info else [v for _, v in message(info[6])]
            elif value[1] == b'_hparams_/session_start_info':
                assert field == 3
                tab['group'] = dict(fields)[4].decode()
                for k, v in fields:
                    if k == 1: entry = dict(message(v)); tab['hparams'][entry[1].decode()] = number(entry[2])
            else:
                assert value[1] == b'_hparams_/session_end_info' and field == 4
                tab['status'] = dict(fields)[1]
        events, data, i = [], open(sys.argv[1], 'rb').read(), 0
        while i < len(data):
            n, = struct.unpack('<Q', data[i:i+8])
            assert struct.unpack('<I', data[i+8:i+12])[0] == crc(data[i:i+8]), 'checksum of a length'
            body = data[i+12:i+12+n]
            assert struct.unpack('<I', data[i+12+n:i+16+n])[0] == crc(body), 'checksum of an event'
            i += 16 + n
            event = dict(message(body))
            if 3 in event: assert event[3] == b'brain.Event:2'
            else:
                value = dict(message(dict(message(event[5]))[1]))
                if 9 in value: plugin(value)
                else: events.append([event[2], value[1].decode(), repr(value[2]), event[1]])
        assert i == len(data)
        print(json.dumps(dict(events=events, tab=tab)))
        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task EveryTrialsScalars_ReadBackInAnIndependentReader()
    {
        var sweep = Some.SweepRecord(lrs: [1e-3], epochs: [1, 200], seeds: [0]);

        TensorBoardExport.Write(sweep, folder.Path);

        foreach (var trial in sweep.Trials)
        {
            var events = await Read(EventFileOf(trial));
            var curve = sweep.CurveOf(trial);
            Assert.Equal(curve.Length * 3, events.Count);
            Assert.Equal(curve.Select(m => (m.Epoch, (float)m.ValAccuracy)), events.Where(e => e.Tag == "valAccuracy").Select(e => (e.Step, e.Value)));
            Assert.Equal(curve.Select(m => (m.Epoch, (float)m.TrainLoss)), events.Where(e => e.Tag == "trainLoss").Select(e => (e.Step, e.Value)));
            Assert.True(events[0].Time > Some.Monday.ToUnixTimeSeconds());
        }
    }

    [Fact]
    public async Task HyperparametersTab_HasTheTrial_ItsStatusAndItsMetrics()
    {
        var sweep = Some.SweepRecord(lrs: [.. Enumerable.Range(1, 20).Select(i => i * 1e-4)], epochs: [1, 2], seeds: [7]);
        TensorBoardExport.Write(sweep, folder.Path);

        var tab = (await Parsed(EventFileOf(sweep.Trials[3]))).GetProperty("tab");

        Assert.Equal("shapes-grid", tab.GetProperty("name").GetString());
        Assert.Equal(sweep.Trials[3].Trial.Value, tab.GetProperty("group").GetString());
        Assert.Equal("""{"lr": 0.0002, "epochs": 2.0, "weightDecay": 0.001, "batchSize": 8.0, "seed": 7.0}""", tab.GetProperty("hparams").GetRawText());
        Assert.Equal("""{"lr": [0.0001, 0.002], "epochs": [1.0, 2.0], "weightDecay": [0.001], "batchSize": [8.0], "seed": [7.0]}""", tab.GetProperty("domains").GetRawText());
        Assert.Equal("""["valAccuracy", "valLoss", "trainLoss"]""", tab.GetProperty("metrics").GetRawText());
        Assert.Equal(1, tab.GetProperty("status").GetInt32());
    }

    [Fact]
    public void TrialThatLeftTheGrid_LeavesTheExport_AndForeignFilesStay()
    {
        TensorBoardExport.Write(Some.SweepRecord(lrs: [1e-3, 2e-3, 3e-3]), folder.Path);
        var gone = EventFileOf(Some.SweepRecord(lrs: [3e-3]).Trials[0]);
        var (note, own) = (folder["notes.txt"], Path.Combine(Path.GetDirectoryName(EventFileOf(Some.SweepRecord(lrs: [2e-3]).Trials[0]))!, "events.out.tfevents.1.mine"));
        File.WriteAllText(note, "mine");
        File.WriteAllText(own, "mine");

        TensorBoardExport.Write(Some.SweepRecord(lrs: [1e-3]), folder.Path);

        Assert.False(Directory.Exists(Path.GetDirectoryName(gone)));
        Assert.True(File.Exists(note));
        Assert.True(File.Exists(own));
        Assert.Equal(EventFiles().Where(file => file == own || file.Contains("lr=0.001,", StringComparison.Ordinal)), EventFiles());
        Assert.Equal(Some.SweepRecord(lrs: [1e-3]).Trials.Length + 1, EventFiles().Length);
    }

    [Fact]
    public void ListOfAnEarlierExport_RemovesNothingOutsideOfItsFolder()
    {
        TensorBoardExport.Write(Some.SweepRecord(lrs: [1e-3]), folder["logs"]);
        var (outside, linked) = (folder["outside.txt"], folder["linked"]);
        Directory.CreateDirectory(linked);
        File.WriteAllText(outside, "mine");
        File.WriteAllText(Path.Combine(linked, "file"), "mine");
        Directory.CreateSymbolicLink(folder["logs/link"], linked);
        var list = Assert.Single(Directory.GetFiles(folder["logs"], ".sweep-*"));
        File.WriteAllText(list, JsonSerializer.Serialize(new[] { "../outside.txt", outside, "link/file", "" }));

        TensorBoardExport.Write(Some.SweepRecord(lrs: [1e-3]), folder["logs"]);

        Assert.True(File.Exists(outside));
        Assert.True(File.Exists(Path.Combine(linked, "file")));
    }

    [Fact]
    public async Task DivergedEpochs_StayNotANumber()
    {
        TensorBoardExport.Write(Some.SweepRecord(lrs: [10], epochs: [5], seeds: [0], fate: _ => TrialState.Diverged), folder.Path);

        var events = await Read(Assert.Single(EventFiles()));

        Assert.True(float.IsNaN(events.Single(e => e.Tag == "trainLoss").Value));
        Assert.True(float.IsPositiveInfinity(events.Single(e => e.Tag == "valLoss").Value));
    }

    [Fact]
    public void Twice_IsTheSameAsOnce_AndTrialsWithoutEpochsGetNoFolder()
    {
        TensorBoardExport.Write(Some.EventfulSweep(), folder.Path);
        var once = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllBytes);

        TensorBoardExport.Write(Some.EventfulSweep(), folder.Path);

        var twice = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(once.Keys.Order(), twice.Order());
        Assert.All(twice, f => Assert.Equal(once[f], File.ReadAllBytes(f)));
        var sweep = Some.EventfulSweep();
        Assert.Equal(sweep.Trials.Count(t => sweep.CurveOf(t).Length > 0), EventFiles().Length);
    }

    public void Dispose() => folder.Dispose();

    private string[] EventFiles() => [.. Directory.GetFiles(folder.Path, "events.*", SearchOption.AllDirectories).Order()];

    private string EventFileOf(Sweep.Reporting.Answers.TrialRow trial) => Assert.Single(EventFiles(), f => f.Contains(trial.Trial.Value, StringComparison.Ordinal));

    private async Task<List<(int Step, string Tag, float Value, double Time)>> Read(string file) =>
        [.. (await Parsed(file)).GetProperty("events").EnumerateArray().Select(e => (e[0].GetInt32(), e[1].GetString()!, Float(e[2].GetString()!), e[3].GetDouble()))];

    private async Task<JsonElement> Parsed(string file)
    {
        await DebianTool.Python.Installed();
        var script = Path.Combine(folder.Path, "..", $"{Path.GetFileName(folder.Path)}.py");
        await File.WriteAllTextAsync(script, Reader);
        try
        {
            var (code, output) = await DebianTool.Python.Run([script, file]);
            Assert.True(code == 0, output);
            return JsonDocument.Parse(output).RootElement;
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static float Float(string python) => python switch
    {
        "nan" => float.NaN,
        "inf" => float.PositiveInfinity,
        _ => (float)double.Parse(python, System.Globalization.CultureInfo.InvariantCulture),
    };
}
