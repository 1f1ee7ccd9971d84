using System.CommandLine;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// <c>sweep package</c>: archives for machines without an SDK. The launcher of a checkout does it, which has the sources and the SDK; here
/// are its words, and what to do where there is no checkout.
/// </summary>
internal static class PackageCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--out") { Description = "Folder for the archives (default: the current one).", HelpName = "folder" };
        var backend = new Option<string>("--backend")
        {
            Description = "What the agent's archive computes with (default: cpu).",
            HelpName = "cpu|cuda",
        };
        backend.Completes("cpu", "cuda");
        var command = new Command(
            "package", "Make archives for Linux x64 machines without the .NET SDK; in a checkout, with the SDK.") { to, backend };
        command.SetAction(int (_) => throw new BadInputException(
            "sweep package: archives are made from the sources: run ./sweep package in a checkout, on a machine with the .NET 10 SDK."));
        return command;
    }
}
