using System.Diagnostics;
using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Tests.Devices;

/// <summary>The driver's tool, in the place of which stands a program of the test.</summary>
public sealed class NvidiaSmiTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatTheToolSays_IsRead_AndNothingOfAToolThatFails_OrIsNotThere()
    {
        Assert.Equal("--query-gpu=index,uuid --format=csv,noheader,nounits\n", NvidiaSmi.Query("index,uuid", Tool("echo $*; echo noise >&2")));
        Assert.Equal("", NvidiaSmi.Query("index", Tool("echo 0; exit 6")));
        Assert.Equal("", NvidiaSmi.Query("index", folder["nowhere"]));
    }

    [Fact]
    public async Task TheProgram_FindsTheGpusThatTheToolOnThePathNames_AndThatTheJobMayUse()
    {
        Tool("echo '0, GPU-a, NVIDIA T4, 15360, 550.54'; echo '1, GPU-b, NVIDIA T4, 15360, 550.54'");
        var start = new ProcessStartInfo(
            "env",
            [
                $"PATH={folder.Path}:{Environment.GetEnvironmentVariable("PATH")}", "CUDA_VISIBLE_DEVICES=1",
                Some.TrainerCommand.Program, .. Some.TrainerCommand.Before, "devices",
            ])
        { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;

        var said = await process.StandardOutput.ReadToEndAsync(Some.Soon());

        Assert.Contains("gpu 1      NVIDIA T4, 15360 MiB, driver 550.54", said, StringComparison.Ordinal);
        Assert.DoesNotContain("gpu 0", said, StringComparison.Ordinal);
    }

    private string Tool(string script)
    {
        var path = folder["nvidia-smi"];
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
