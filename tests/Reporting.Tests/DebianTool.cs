using System.Diagnostics;

namespace Sweep.Reporting.Tests;

/// <summary>A program that a test reads our files with. Where it is missing it is installed with apt, so that a bare Debian runs the test for real.</summary>
internal sealed record DebianTool(string Package, string Program, params string[] Proof)
{
    public static readonly DebianTool Chromium = new("chromium", "/usr/bin/chromium", "--version");
    public static readonly DebianTool Python = new("python3", "/usr/bin/python3", "--version");
    public static readonly DebianTool Optuna = new("python3-optuna", "/usr/bin/python3", "-c", "import optuna");

    private static readonly SemaphoreSlim Apt = new(1);

    /// <summary>Returns when the tool is there; says what to do where it cannot be.</summary>
    public async Task Installed()
    {
        await Apt.WaitAsync();
        try
        {
            if (await Works()) return;
            var (code, output) = await Run("/bin/sh", ["-c", $"apt-get update && DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y {Package}"]);
            Assert.True(code == 0 && await Works(), $"This test needs the Debian package {Package}, and installing it failed; run 'apt-get install {Package}' as root. apt said:\n{output}");
        }
        finally
        {
            Apt.Release();
        }
    }

    public Task<(int Code, string Output)> Run(params string[] arguments) => Run(Program, arguments);

    private async Task<bool> Works() => File.Exists(Program) && (await Run(Program, Proof)).Code == 0;

    private static async Task<(int Code, string Output)> Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
