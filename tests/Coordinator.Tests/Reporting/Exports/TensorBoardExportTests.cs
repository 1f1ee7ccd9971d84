using System.Text.Json;
using Sweep.Coordinator.Reporting.Exports;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Tests.Reporting.Exports;

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
                events.append([event[2], value[1].decode(), repr(value[2]), event[1]])
        assert i == len(data)
        print(json.dumps(events))
        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task EveryTrialsScalars_ReadBackInAnIndependentReader()
    {
        var sweep = Some.SweepRecord(lrs: [1e-3], epochs: [1, 200], seeds: [0]);

        TensorBoardExport.Write(sweep, folder.Path);

        foreach (var trial in sweep.Trials)
        {
            var events = await Read(Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories), f => f.Contains(trial.Trial.Value, StringComparison.Ordinal)));
            var curve = sweep.CurveOf(trial);
            Assert.Equal(curve.Length * 3, events.Count);
            Assert.Equal(curve.Select(m => (m.Epoch, (float)m.ValAccuracy)), events.Where(e => e.Tag == "valAccuracy").Select(e => (e.Step, e.Value)));
            Assert.Equal(curve.Select(m => (m.Epoch, (float)m.TrainLoss)), events.Where(e => e.Tag == "trainLoss").Select(e => (e.Step, e.Value)));
            Assert.True(events[0].Time > Some.Monday.ToUnixTimeSeconds());
        }
    }

    [Fact]
    public async Task DivergedEpochs_StayNotANumber()
    {
        TensorBoardExport.Write(Some.SweepRecord(lrs: [10], epochs: [5], seeds: [0], fate: _ => TrialState.Diverged), folder.Path);

        var events = await Read(Assert.Single(Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)));

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
        Assert.Equal(sweep.Trials.Count(t => sweep.CurveOf(t).Length > 0), twice.Length);
    }

    public void Dispose() => folder.Dispose();

    private async Task<List<(int Step, string Tag, float Value, double Time)>> Read(string file)
    {
        await DebianTool.Python.Installed();
        var script = Path.Combine(folder.Path, "..", $"{Path.GetFileName(folder.Path)}.py");
        await File.WriteAllTextAsync(script, Reader);
        try
        {
            var (code, output) = await DebianTool.Python.Run([script, file]);
            Assert.True(code == 0, output);
            return [.. JsonDocument.Parse(output).RootElement.EnumerateArray().Select(e => (e[0].GetInt32(), e[1].GetString()!, Float(e[2].GetString()!), e[3].GetDouble()))];
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
