using System.CommandLine.Parsing;
using System.CommandLine;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Hosting;
using Sweep.GpuAgent.Joining;
using Sweep.GpuAgent.Runtime;
using Sweep.GpuAgent.Trainers;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;

const int BadInput = 2;
HomelessUser.Settle();

var join = new Option<string?>("--join")
{
    Description = "The coordinator's host:port, or its home folder on this machine",
    HelpName = "host:port",
};
var joinFile = new Option<string?>("--join-file")
{
    Description = $"File with the line that `sweep agents invite` prints, instead of {JoinLine.Variable} in the environment",
    HelpName = "file",
};
var name = new Option<string?>("--name") { Description = "The agent's name, unique in the lab; by default the machine's" };
var slots = new Option<string>("--slots")
{
    Description = "How many runs to train side by side: a number, gpu:K for K on each GPU, or auto: one per GPU, or per core without one",
    DefaultValueFactory = _ => "auto",
};
var home = new Option<string>("--home")
{
    Description = "Folder of this agent's outbox, checkpoints and logs",
    DefaultValueFactory = _ => AgentHome.DefaultFolder,
};
var data = new Option<string?>("--data") { Description = "Folder where datasets are looked for first" };
var host = new Option<string?>("--host") { Description = "Address to be reached at; by default the one that routes to the coordinator" };
var bind = new Option<string?>("--bind") { Description = "Address of this machine to listen on, where it is another one than --host" };
var port = new Option<int?>("--port")
{
    Description = $"Port to listen on; by default the first free one from {AgentOptions.FirstPort}, and 0 is any",
};
var parent = new Option<bool>("--exit-with-parent") { Description = "End when stdin ends, and leave Ctrl-C to the parent process" };
var stall = new Option<double>("--stall-seconds")
{
    Description = "Kill a trainer that makes no step for so long",
    DefaultValueFactory = _ => TrainerTerms.DefaultStall.TotalSeconds,
};
var until = new Option<string?>("--until")
{
    Description = "Begin no epoch that would not be over by then, and leave: 08:00, or a day and a time",
    HelpName = "time",
};
var span = new Option<string?>("--for")
{
    Description = "The same after a while, for instance 6h or 90m; the end of a SLURM job counts by itself",
    HelpName = "time",
};
var builtIn = new Option<bool>("--built-in-only") { Description = "Run no programs of others: sweeps of the built-in networks alone" };
var niceness = new Option<int?>("--nice")
{
    Description = "Niceness of the trainers, 0 to 19; by default 5 on a processor and 0 on a GPU",
};
var device = new Option<string>("--device")
{
    Description = "cpu, cuda:0 for the one GPU this process sees, or auto: that GPU where there is one",
    DefaultValueFactory = _ => "cpu",
};
var nice = new Option<int>("--nice") { Description = "Niceness to add" };
var json = new Option<bool>("--json") { Description = "Print one JSON document" };

var train = new Command("train", "The trainer process of a slot; agents start it") { device, data, nice };
train.Hidden = true;
train.SetAction(parsed =>
{
    var on = parsed.GetValue(device)! is var wished && wished == "auto" ? Machine.This().BestDevice : wished;
    var (place, allowance) = (parsed.GetValue(data), new ThreadAllowance());
    return TrainerMain.Run(model => RunTrainers.For(model, on, place, allowance), allowance, on, place, parsed.GetValue(nice));
});

var devices = new Command("devices", "Show this machine's processor, GPUs and the slots they make") { json };
devices.SetAction(parsed =>
{
    var report = DevicesReport.Of(Machine.This());
#pragma warning disable RS0030 // The whole answer of this command.
    Console.Out.WriteLine(parsed.GetValue(json) ? report.ToJson() : string.Join(Environment.NewLine, report.ToLines()));
#pragma warning restore RS0030
});

var root = new RootCommand("Trains the runs of a coordinator's sweeps on this machine")
{
    join, joinFile, name, slots, home, data, host, bind, port, parent, stall, until, span, niceness, builtIn, devices, train,
};
root.Options.OfType<VersionOption>().Single().Action = new VersionAnswer();
root.SetAction(async (parsed, _) => await AgentMain.Run(new AgentOptions(
    JoinOrder.Of(
        parsed.GetValue(join), parsed.GetValue(joinFile), TakeFromEnvironment(), AgentOptions.CheckedJoin),
#pragma warning disable RS0030 // Before there is a log.
    AgentOptions.CheckedName(parsed.GetValue(name), Environment.MachineName, Console.Error.WriteLine),
#pragma warning restore RS0030
    SlotWish.Of(parsed.GetValue(slots)!),
    AgentOptions.NotEmpty("--home", parsed.GetValue(home), AgentHome.DefaultFolder)!,
    AgentOptions.NotEmpty("--data", parsed.GetValue(data), "/data/cifar10"),
    AgentOptions.NotEmpty("--host", parsed.GetValue(host), "lab-box-1"),
    AgentOptions.NotEmpty("--bind", parsed.GetValue(bind), "0.0.0.0"),
    parsed.GetValue(port) is var wished && wished is null or >= 0 and <= ushort.MaxValue
        ? wished
        : throw new BadInputException($"--port {wished} is no port; give one up to {ushort.MaxValue}."),
    parsed.GetValue(parent),
    parsed.GetValue(stall) is > 0 and <= 1e6 and var seconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new BadInputException("--stall-seconds must be greater than 0 and at most 1000000."),
    TimeLimit.Of(
        parsed.GetValue(until), parsed.GetValue(span),
        parsed.GetValue(parent) ? null : Environment.GetEnvironmentVariable(TimeLimit.SlurmVariable),
        TimeProvider.System.GetUtcNow(), TimeZoneInfo.Local),
    parsed.GetValue(niceness) is var level && level is null or >= 0 and <= 19
        ? level
        : throw new BadInputException($"--nice {level} is no niceness; give 0 to 19."),
    parsed.GetValue(builtIn))));

// Trainers inherit the environment, and need no token.
static string? TakeFromEnvironment()
{
    var line = Variable.Of(JoinLine.Variable, "the line that `sweep agents invite` prints");
    Environment.SetEnvironmentVariable(JoinLine.Variable, null);
    return line;
}

var command = root.Parse(args);
try
{
    if (args.FirstOrDefault(argument => argument is ['-', '-', .., '=']) is { } open)
        throw new BadInputException($"{open.TrimEnd('=')} is given but empty: give it a value, or leave it out.");
    if (command.CommandResult.Children
        .FirstOrDefault(child => child.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) is OptionResult empty)
        throw new BadInputException($"{empty.Option.Name} is given but empty: give it a value, or leave it out.");
    // Signals are the agent's and the trainer's own to handle; exceptions are handled here.
    var exit = command.Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    return command.Errors.Count > 0 ? BadInput : exit;
}
catch (BadInputException e)
{
#pragma warning disable RS0030 // Before there is a log.
    Console.Error.WriteLine(VisibleText.Sentence(e.Message));
#pragma warning restore RS0030
    return BadInput;
}
