using System.Net.Sockets;
using Serilog.Extensions.Logging;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Joining;
using Sweep.GpuAgent.Runtime;
using Sweep.GpuAgent.Trainers;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Hosting;

/// <summary>The agent process, from its options to its exit.</summary>
internal static class AgentMain
{
    private static readonly TimeSpan BetweenLookups = TimeSpan.FromSeconds(5);
    private const int LookupsPerComplaint = 12;

    public static async Task Run(AgentOptions options)
    {
        OwnersOnly.FromHereOn();
        using var home = options.ExitWithParent ? await AgentHome.HoldAfterAnother(options.Home) : AgentHome.Hold(options.Home);
        using var signals = new AgentSignals(options.ExitWithParent);
        var noise = new PeerNoise();
        await using var logs = AgentLogs.Create(home.Places.Logs, options.Name, noise);
        using var loggers = new SerilogLoggerFactory(logs);

        var files = new KeyFiles(home.Places.Keys);
        if (await Coordinator(options, files, signals, logs) is not { } join)
            return;
        var keys = new AgentKeys(files, join, options.Name, WallClock.OfThisProcess);
        // What is wrong with them is said before anything else happens.
        _ = keys.Now();
        var devices = Machine.This().Slots(options.Slots);
        var identity = new AgentIdentity(
#pragma warning disable RS0030 // Made here, once for this life of the process.
            options.Name, Guid.NewGuid(), Texts.Plain(Environment.MachineName), ProgramVersion.Number, home.Id);
#pragma warning restore RS0030
        using var http = new CoordinatorHttp();
        using var runtime = new AgentRuntime(
            identity, home, devices,
            new TrainerTerms(
                TrainerCommand.Self(options.Data) with { Nice = options.Nice }, options.Stall, options.Until, options.BuiltInOnly),
            http,
            WallClock.OfThisProcess, loggers.CreateLogger("Sweep.GpuAgent.Runtime"));
        _ = signals.Expected.ContinueWith(
            expected => runtime.Expect(expected.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
        var address = options.Host ?? await AddressTowards(join, options, signals, logs);
        if (address is null)
            return;
        var node = new AgentNode(options.Bind ?? address, address, options.Port);
        logs.Information("Agent {Agent} at {Address}:{Port} with {Slots} slots ({Device}) joins the coordinator at {Coordinator}",
            options.Name, address, node.Port, devices.Count, devices[0].Slot.Model, join);
        if (options.Until is { } until)
            logs.Information("It begins no epoch that would not be over by {Until:yyyy-MM-dd HH:mm:ss}, and leaves then", until);
        // Not only when a coordinator answers: an agent waits for one as long as it must.
        ServiceNotice.Ready();
        var renewal = new Renewal(keys, files, options.Name, http, WallClock.OfThisProcess);
        await new AgentHost(runtime, join, keys, renewal, http, node, signals, noise, TimeProvider.System, logs).Run();
    }

    /// <summary>Null when asked to stop before there was one.</summary>
    private static async Task<CoordinatorName?> Coordinator(
        AgentOptions options, KeyFiles files, AgentSignals signals, Serilog.ILogger logs)
    {
        if (options.Join is not { Line: { } line })
            return options.Join.Coordinator;
        using var calledOff = new CancellationTokenSource();
        _ = Task.WhenAny(signals.Kindly, signals.AtOnce).ContinueWith(
            _ => calledOff.CancelAsync(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return await new LineJoin(line, files, options.Name, WallClock.OfThisProcess, logs).Join(calledOff.Token);
    }

    /// <summary>
    /// A coordinator's name that cannot be resolved yet is waited for, like a coordinator that does not answer yet. Null when asked to
    /// stop.
    /// </summary>
    private static async Task<string?> AddressTowards(
        CoordinatorName join, AgentOptions options, AgentSignals signals, Serilog.ILogger logs)
    {
        for (var lookup = 0; !signals.Kindly.IsCompleted && !signals.AtOnce.IsCompleted; lookup++)
        {
            try
            {
                if (join.Now() is { } place)
                    return AgentOptions.AddressTowards(place);
                // A parent that has just started this agent says when there is one.
                if (lookup % LookupsPerComplaint == (options.ExitWithParent ? 1 : 0))
                    logs.Warning("No coordinator holds {Home} just now; this agent keeps looking", join);
            }
            catch (SocketException e)
            {
                if (lookup % LookupsPerComplaint == 0)
                    logs.Warning(
                        "The coordinator at {Coordinator} cannot be reached yet ({Reason}); this agent keeps trying",
                        join, e.Message);
            }
            await Task.WhenAny(
                Task.Delay(BetweenLookups), signals.Kindly, signals.AtOnce,
                lookup == 0 ? signals.CoordinatorIsUp : Task.Delay(Timeout.Infinite));
        }
        return null;
    }
}
