using Sweep.Experiments.Expressions;
using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Exports;

namespace Sweep.Reporting.Tests.Exports;

/// <summary>Studies opened by Optuna itself.</summary>
public sealed class OptunaExportTests : IDisposable
{
    private const string Open = """
        import json, sys, warnings
        warnings.simplefilter('ignore')
        import optuna
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        storage = optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(sys.argv[1]))
        study = optuna.load_study(study_name=None, storage=storage)

        """;

    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Optuna_OpensTheSweepAsAStudy()
    {
        var sweep = Some.EventfulSweep();
        var file = folder["grid.log"];

        OptunaExport.Write(sweep, file);

        var study = await Python(file, """
            print(json.dumps(dict(name=study.study_name, direction=study.direction.name, source=study.user_attrs['sweepFile'], best=study.best_trial.user_attrs['trial'], best_value=study.best_value, trials=[dict(
                state=t.state.name, params=t.params, value=t.value, steps=[[k, v] for k, v in sorted(t.intermediate_values.items())], id=t.user_attrs['trial'],
                log=t.distributions['lr'].log, low=t.distributions['lr'].low, high=t.distributions['lr'].high, attrs=t.user_attrs, started=t.datetime_start is not None, done=t.datetime_complete is not None) for t in study.trials])))
            """);

        Assert.Equal("shapes-grid", study.GetProperty("name").GetString());
        Assert.Equal("MAXIMIZE", study.GetProperty("direction").GetString());
        Assert.Equal(sweep.Source, study.GetProperty("source").GetString());
        Assert.Equal(sweep.View.Best.BestSingle!.Value, study.GetProperty("best_value").GetDouble());
        Assert.Equal(sweep.View.Best.BestSingle.Trial.Value, study.GetProperty("best").GetString());
        Assert.Equal(sweep.Trials.Length, study.GetProperty("trials").GetArrayLength());
        foreach (var (trial, seen) in sweep.Trials.Zip(study.GetProperty("trials").EnumerateArray()))
        {
            Assert.Equal(trial.Trial.Value, seen.GetProperty("id").GetString());
            Assert.Equal(StateOf(trial.State), seen.GetProperty("state").GetString());
            Assert.Equal(trial.LearningRate, seen.GetProperty("params").GetProperty("lr").GetDouble());
            Assert.Equal(trial.Epochs, seen.GetProperty("params").GetProperty("epochs").GetInt32());
            Assert.Equal(trial.Seed, seen.GetProperty("params").GetProperty("seed").GetInt64());
            Assert.Equal((true, 1e-4, 10.0), (seen.GetProperty("log").GetBoolean(), seen.GetProperty("low").GetDouble(), seen.GetProperty("high").GetDouble()));
            Assert.Equal(sweep.CurveOf(trial).Where(m => !m.Diverged).Select(m => ((double)m.Epoch, m.ValAccuracy)),
                seen.GetProperty("steps").EnumerateArray().Select(s => (s[0].GetDouble(), s[1].GetDouble())));
            var attributes = seen.GetProperty("attrs");
            if (trial.State == TrialState.Completed)
            {
                Assert.Equal(trial.ValAccuracy, seen.GetProperty("value").GetDouble());
                Assert.Equal(trial.ValLoss, attributes.GetProperty("valLoss").GetDouble());
                Assert.Equal(trial.Seconds, attributes.GetProperty("seconds").GetDouble());
            }
            Assert.Equal(sweep.CurveOf(trial).Select(m => double.IsFinite(m.TrainLoss) ? (double?)m.TrainLoss : null),
                attributes.GetProperty("trainLossByEpoch").EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Null ? (double?)null : e.GetDouble()));
            Assert.Equal(trial.State is TrialState.Completed or TrialState.Diverged or TrialState.Failed, seen.GetProperty("done").GetBoolean());
        }
    }

    [Fact]
    public async Task Optuna_GoesOnFromTheStudy_AndThenAnExportOverItIsRefused()
    {
        var file = folder["grid.log"];
        OptunaExport.Write(Some.SweepRecord(objective: Objective.ValLoss, weightDecays: [0, 1e-2]), file);

        var study = await Python(file, """
            def objective(trial):
                return trial.suggest_float('lr', 1e-4, 1e-2, log=True) + trial.suggest_float('weightDecay', 0, 1e-2) + trial.suggest_int('epochs', 1, 10)
            study.sampler = optuna.samplers.TPESampler(seed=1)
            study.optimize(objective, n_trials=3)
            print(json.dumps(dict(direction=study.direction.name, trials=len(study.trials), complete=len([t for t in study.trials if t.state.name == 'COMPLETE']))))
            """);

        Assert.Equal("MINIMIZE", study.GetProperty("direction").GetString());
        Assert.Equal((57, 57), (study.GetProperty("trials").GetInt32(), study.GetProperty("complete").GetInt32()));
        var refused = Assert.Throws<BadInputException>(() => OptunaExport.Write(Some.SweepRecord(), file));
        Assert.Contains("name another file with --out", refused.Message);
    }

    [Fact]
    public void Twice_IsTheSameAsOnce()
    {
        var file = folder["grid.log"];
        OptunaExport.Write(Some.EventfulSweep(), file);
        var once = File.ReadAllText(file);

        OptunaExport.Write(Some.EventfulSweep(), file);

        Assert.Equal(once, File.ReadAllText(file));
    }

    [Fact]
    public async Task ContinuousRanges_KeepTheirEnds_AndTheirScale()
    {
        var sweep = Some.SweepRecord(lrs: [2e-3, 3e-3], epochs: [2], seeds: [5]);
        var file = folder["random.log"];

        OptunaExport.Write(sweep with { Spec = sweep.Spec with { Space = sweep.Spec.Space with { LearningRate = new Log(1e-5, 1e-1, null), WeightDecay = new Log(1e-4, 1e-2, null), Epochs = new Integers(2, 8, 2) } } }, file);

        var trial = await Python(file, "d = study.trials[0].distributions; print(json.dumps([d['lr'].low, d['lr'].high, d['weightDecay'].log, d['epochs'].low, d['epochs'].high, d['seed'].low]))");
        Assert.Equal("[1e-05, 0.1, true, 2, 8, 5]", trial.GetRawText());
    }

    public void Dispose() => folder.Dispose();

    private static string StateOf(TrialState state) => state switch
    {
        TrialState.Completed => "COMPLETE",
        TrialState.Diverged => "PRUNED",
        TrialState.Running => "RUNNING",
        TrialState.Pending => "WAITING",
        _ => "FAIL",
    };

    private async Task<JsonElement> Python(string journal, string then)
    {
        await DebianTool.Optuna.Installed();
        var script = folder["open.py"];
        await File.WriteAllTextAsync(script, Open + then);
        var (code, output) = await DebianTool.Optuna.Run([script, journal]);
        Assert.True(code == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }
}
