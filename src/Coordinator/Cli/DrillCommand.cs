using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Drilling;
using Sweep.Coordinator.Drilling.Faults;
using Sweep.Coordinator.Drilling.Processes;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Simulation;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// <c>sweep drill</c>: hurts a private cluster on this machine in every way, and says whether anything was lost or repeated.
/// </summary>
internal static class DrillCommand
{
    private const int DefaultSeeds = 1000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private static readonly Option<int?> Agents = WholeNumberOption.Of(
        "--agents", $"Agents of the private cluster, one slot each (default: {DrillOrder.DefaultAgents}).",
        "number", least: 1, most: 64);
    private static readonly Option<int?> Trials = WholeNumberOption.Of(
        "--trials", $"Trials of its sweep (default: {DrillOrder.DefaultTrials}).",
        "number", least: 1, most: 100_000);
    private static readonly Option<int?> Kills = WholeNumberOption.Of(
        "--kills", "Nothing but so many SIGKILLs, at random moments of trials at full speed.",
        "number", least: 1, most: 10_000);
    private static readonly Option<int?> Lease = WholeNumberOption.Of(
        "--lease-seconds", $"How long an agent may be silent (default: {DrillOrder.DefaultLeaseSeconds}).",
        "seconds", least: 1, most: 3600);
    private static readonly Option<long?> Seed = new("--seed")
    {
        Description = $"Draws the faults (default: {DrillOrder.DefaultSeed}); the same seed draws the same.",
        HelpName = "number",
    };
    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "Keep the drill's folder; after findings it is kept in any case.",
    };
    private static readonly Option<bool> Real = new("--real")
    {
        Description = "Train the network on built-in pictures instead of following simulated curves.",
    };
    private static readonly Option<string?> Program = new("--program")
    {
        Description = "The sweep.dll to drill, of an earlier version for instance (default: this one).",
        HelpName = "file",
    };
    private static readonly Option<string?> Experiment = new("--experiment")
    {
        Description = "A folder with a sweep.yaml: train that sweep instead of the drill's own, a program of yours for instance.",
        HelpName = "folder",
    };
    private static readonly Option<string?> Parts = new("--kill")
    {
        Description = $"What is hurt, of {string.Join(", ", DrillOrder.AllParts).ToLowerInvariant()} (default: all).",
        HelpName = "part,part",
    };

    private static readonly Option<bool> Simulated = new("--simulated")
    {
        Description = "Hurt the program's own code in simulated labs instead, thousands of them in a minute.",
    };
    private static readonly Option<int?> Seeds = WholeNumberOption.Of(
        "--seeds", $"With --simulated: so many labs, from --seed on (default: {DefaultSeeds}, and with --seed that one, told in full).",
        "number", least: 1, most: int.MaxValue);

    private static readonly Option<bool> UntilFound = new("--until-found")
    {
        Description = "With --simulated: begin no lab any more once one has found something.",
    };

    private static readonly Option<double?> Minutes = new("--minutes")
    {
        Description = $"How long the training lasts, about (default: {DrillOrder.DefaultMinutes.ToString(CultureInfo.InvariantCulture)}).",
        HelpName = "number",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 0.1 and <= 10_000)
                return minutes;
            result.AddError($"--minutes: '{text}' is not a number from 0.1 to 10000");
            return null;
        },
    };

    public static Command Create(Shell shell)
    {
        var command = new Command(
            "drill", "Hurt a private cluster on this machine in every way, and see whether anything is lost or repeated.")
        {
            Agents, Trials, Parts, Minutes, Kills, Seed, Lease, Real, Experiment, Keep, Simulated, Seeds, UntilFound, Program,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            if (parsed.GetValue(Simulated))
                return await Simulate(parsed, terminal, cancellation);
            using var own = Own(parsed);
            var order = Read(parsed);
            if (own is not null)
            {
                var experiment = new DrillExperiment(own.Spec, own.Source, own.Code?.Archive);
                order = order with { Experiment = experiment, Trials = experiment.Trials };
            }
            var programs = Programs(parsed.GetValue(Program));
            using var closed = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = shell.Interruption.Signal());
            using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => signal.Cancel = shell.Interruption.Signal());
            var pace = await MachinePace.Measure(programs, order.Agents, cancellation);
            order = pace.Fit(order);
            if (order.Stretch > 1)
                terminal.Say(pace.Why(order));
            using var folder = DrillFolder.Create();
            var (disks, leftOut) = await Disks(order, folder.Path);
            await using var mounted = disks;
            if (leftOut is not null)
                order = order.Without(Part.Disk);
            var report = await new Drill(order, folder.Path, programs, disks, line => terminal.Tell(line)).Run(cancellation);
            report = report with { LeftOut = leftOut is null ? [] : [leftOut] };
            folder.Kept = order.Keep || !report.Clean;
            report = report with { Folder = folder.Kept ? folder.Path : null };
            return Say(terminal, report, DrillText.Summary(report), report.Clean);
        });
        return command;
    }

    /// <returns>The disks that may be full, or why none of them can be; neither where none is asked for.</returns>
    private static async Task<(SmallDisks? Disks, string? LeftOut)> Disks(DrillOrder order, string folder)
    {
        if (!order.Parts.Contains(Part.Disk))
            return default;
        try
        {
            return (await SmallDisks.Make(PrivateCluster.Folders(order, folder)), null);
        }
        catch (BadInputException problem)
        {
            var sentence = $"Full disks: this machine allows no file system of the drill's own ({problem.Message.TrimEnd('.')}); "
                + "it takes root, or namespaces for users.";
            return order.Parts.Length > 1 ? (null, sentence) : throw new BadInputException(sentence);
        }
    }

    private static async Task<int> Simulate(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        Option[] others = [Agents, Trials, Parts, Minutes, Kills, Lease, Real, Experiment, Keep, Program];
        if (others.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
            throw new BadInputException($"--simulated draws everything from its seed: leave {other.Name} out.");
        var one = parsed.GetValue(Seeds) is null && parsed.GetValue(Seed) is not null;
        var seeds = one ? 1 : parsed.GetValue(Seeds) ?? DefaultSeeds;
        var drill = new SimulatedDrill(
            parsed.GetValue(Seed) ?? DrillOrder.DefaultSeed, seeds, one && !terminal.Json ? terminal.Answer : null,
            parsed.GetValue(UntilFound));
        var run = drill.Run(Environment.ProcessorCount, cancellation);
        while (await Task.WhenAny(run, Task.Delay(TellEvery, cancellation)) != run && !cancellation.IsCancellationRequested)
            terminal.Tell(SimulationText.Progress(drill.Report));
        await run;
        var report = drill.Report;
        return Say(terminal, report, SimulationText.Summary(report), report.Clean);
    }

    /// <summary>The sweep of <c>--experiment</c>; null where there is none.</summary>
    private static Grid? Own(ParseResult parsed)
    {
        if (parsed.GetValue(Experiment) is not { } folder)
            return null;
        if (new Option[] { Trials, Real }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
            throw new BadInputException($"--experiment names the sweep that is trained: leave {other.Name} out.");
        return GridOptions.ReadFile(Directory.Exists(folder) ? Path.Combine(folder, "sweep.yaml") : folder);
    }

    private static int Say<TReport>(Terminal terminal, TReport report, IEnumerable<string> summary, bool clean)
    {
        if (terminal.Json)
            terminal.WriteJson(report);
        else
            foreach (var line in summary)
                terminal.Answer(line);
        return clean ? ExitCode.Done : ExitCode.FailedTrials;
    }

    /// <param name="named">Null is this program: the executable where it is one with its own runtime, else the assembly.</param>
    private static DrilledPrograms Programs(string? named)
    {
        var own = typeof(DrillCommand).Assembly;
        var process = Environment.ProcessPath;
        var program = Path.GetFullPath(
            named ?? (Path.GetFileNameWithoutExtension(process) == own.GetName().Name ? process! : own.Location));
        if (!File.Exists(program))
            throw new BadInputException($"--program: {program} is not there; name the sweep.dll of a built version.");
        return new(
            program, AgentProgram.Find(Path.GetDirectoryName(program)!, Variable.Of(AgentProgram.Variable, "the agent's program")));
    }

    private static DrillOrder Read(ParseResult parsed)
    {
        if (!OperatingSystem.IsLinux())
            throw new BadInputException(
                "sweep drill stops and continues processes with signals and uses several loopback addresses: run it on Linux.");
        if (parsed.GetValue(Seeds) is not null)
            throw new BadInputException("--seeds counts simulated labs: give --simulated too, or leave it out.");
        if (parsed.GetValue(UntilFound))
            throw new BadInputException("--until-found ends simulated labs: give --simulated too, or leave it out.");
        var kills = parsed.GetValue(Kills);
        var parts = parsed.GetValue(Parts) is { } text ? Parse(text) : kills is null ? DrillOrder.AllParts : DrillOrder.Processes;
        if (kills is not null && parts.Except(DrillOrder.Processes).ToList() is [var soft, ..])
            throw new BadInputException(
                $"--kills counts SIGKILLs, and {soft.ToString().ToLowerInvariant()} is no process: " +
                $"give --kill {Words(DrillOrder.Processes)}, or one of these.");
        if (parts is [Part.Peers] && parsed.GetValue(Agents) == 1)
            throw new BadInputException("--kill peers cuts agents off from each other, and --agents 1 has no two: give more agents.");
        return new(
            parsed.GetValue(Agents) ?? DrillOrder.DefaultAgents,
            parsed.GetValue(Trials) ?? DrillOrder.DefaultTrials,
            parts,
            TimeSpan.FromMinutes(parsed.GetValue(Minutes) ?? (kills is { } many ? DrillOrder.MinutesFor(many) : DrillOrder.DefaultMinutes)),
            kills,
            parsed.GetValue(Seed) ?? DrillOrder.DefaultSeed,
            parsed.GetValue(Lease) ?? DrillOrder.DefaultLeaseSeconds,
            parsed.GetValue(Real),
            parsed.GetValue(Keep));
    }

    private static ImmutableArray<Part> Parse(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Named).Distinct()];

    private static Part Named(string word) =>
        DrillOrder.AllParts
            .Where(part => string.Equals(part.ToString(), word, StringComparison.OrdinalIgnoreCase))
            .Select(part => (Part?)part).FirstOrDefault()
        ?? throw new BadInputException($"--kill: '{word}' is nothing that can be hurt; write one or more of {Words(DrillOrder.AllParts)}.");

    private static string Words(IEnumerable<Part> parts) => string.Join(',', parts).ToLowerInvariant();
}
