using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Serilog.Core;
using Serilog.Extensions.Logging;
using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Hosting;
using Sweep.GpuAgent.Joining;
using Sweep.GpuAgent.Runtime;
using Sweep.GpuAgent.Trainers;
using Sweep.Protocol.Keys;

namespace Sweep.Benchmarks.HandOver;

/// <summary>What is trained, and by how many.</summary>
/// <param name="Trials">Each is a run of its own.</param>
/// <param name="CheckpointBytes">0 keeps no checkpoints.</param>
internal sealed record HandOverLoad(int Trials, int Agents, int SlotsEach, TimeSpan Epoch, int CheckpointBytes)
{
    public string[] Arguments =>
    [
        Text(Trials), Text(Agents), Text(SlotsEach), Text((int)Epoch.TotalMilliseconds), Text(CheckpointBytes),
    ];

    public static HandOverLoad Of(IReadOnlyList<string> arguments)
    {
        var numbers = arguments.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new(numbers[0], numbers[1], numbers[2], TimeSpan.FromMilliseconds(numbers[3]), numbers[4]);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// The agents of <see cref="HandOverBenchmark"/> in a process of their own: all of the product's agent, but for the trainers. It ends by itself
/// when every run is trained and acknowledged, and says what it has seen.
/// </summary>
internal static class HandOverAgents
{
    public const string Verb = "handover-agents";

    public static async Task<int> Run(string[] arguments)
    {
        var (join, folder, load) = (arguments[0], arguments[1], HandOverLoad.Of(arguments[2..]));
        var trainers = new ScriptedTrainers(load.Epoch, load.CheckpointBytes);
        using var signals = new AgentSignals(exitWithParent: true);
        var runtimes = new List<AgentRuntime>();
        var running = new List<Task>();
        for (var number = 0; number < load.Agents; number++)
        {
            var (runtime, run) = Start(join, Path.Combine(folder, FormattableString.Invariant($"box-{number}")), number, load, trainers, signals);
            runtimes.Add(runtime);
            running.Add(run);
        }
        while (trainers.Ended < load.Trials || runtimes.Exists(runtime => IsAtWork(runtime.Snapshot)))
        {
            await Task.Delay(5);
            if (signals.AtOnce.IsCompleted)
                break;
            // An agent that has ended, for whatever reason, trains nothing any more.
            if (running.Find(run => run.IsCompleted) is { } ended)
            {
                await ended;
                throw new InvalidOperationException($"An agent ended when {trainers.Ended} of {load.Trials} trials were trained.");
            }
        }
        var seconds = Stopwatch.GetElapsedTime(trainers.BeganAt).TotalSeconds;
        var gaps = trainers.Gaps.Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{trainers.Ended} {seconds} {At(gaps, 0.5)} {At(gaps, 0.9)} {At(gaps, 1)} {Environment.CpuUsage.TotalTime.TotalSeconds}"));
        signals.EndAtOnce();
        await Task.WhenAll(running);
        foreach (var runtime in runtimes)
            runtime.Dispose();
        return 0;
    }

    /// <summary>A run whose trainer is done is in training until its end is among the reports.</summary>
    private static bool IsAtWork(AgentSnapshot agent) => agent.Busy || agent.Unacknowledged > 0;

    private static (AgentRuntime Runtime, Task Run) Start(
        string join, string folder, int number, HandOverLoad load, ScriptedTrainers trainers, AgentSignals signals)
    {
        var name = FormattableString.Invariant($"box-{number}");
        var home = AgentHome.Hold(folder);
        var files = new KeyFiles(home.Places.Keys);
        var coordinator = new CoordinatorName(join);
        var keys = new AgentKeys(files, coordinator, name, TimeProvider.System);
        ImmutableArray<SlotDevice> devices =
            [.. Enumerable.Range(0, load.SlotsEach).Select(slot => new SlotDevice(new(slot, "cpu", "scripted"), null))];
        var http = new CoordinatorHttp();
        using var loggers = new SerilogLoggerFactory(Logger.None);
        var runtime = new AgentRuntime(
            new(name, Guid.NewGuid(), name, "0.1.0", home.Id), home, devices, new(TrainerCommand.Self(null), TrainerTerms.DefaultStall), http,
            TimeProvider.System, loggers.CreateLogger("agent"), trainers);
        var host = new AgentHost(
            runtime, coordinator, keys, new(keys, files, name, http, TimeProvider.System), http, new("127.0.0.1", "127.0.0.1", 0), signals, new(),
            TimeProvider.System, Logger.None);
        return (runtime, host.Run());
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)((sorted.Count - 1) * share)];
}
