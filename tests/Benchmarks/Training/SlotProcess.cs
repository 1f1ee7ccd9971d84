using System.Diagnostics;
using System.Globalization;

namespace Sweep.Benchmarks.Training;

/// <summary>Images per second by the clock on the wall, and by the processor time used: the latter leaves out what other programs took.</summary>
internal readonly record struct Rate(double Wall, double Processor);

/// <summary>A slot in a process of its own, ours or PyTorch's.</summary>
internal sealed class SlotProcess : IDisposable
{
    private readonly Process process;

    private SlotProcess(string file, params string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <param name="arithmetic">The one that is asked for; null is the trainer's own choice.</param>
    public static SlotProcess OfSweep(string? arithmetic = null) =>
        new("dotnet", [typeof(SlotProcess).Assembly.Location, TrainingSlot.Verb, .. arithmetic is null ? Array.Empty<string>() : [arithmetic]]);

    /// <summary>PyTorch's slot and its version; null where no python3 with torch is to be found.</summary>
    public static async Task<(SlotProcess Slot, string Version)?> OfPyTorch()
    {
        foreach (var python in new[] { "/usr/bin/python3", "python3" })
        {
            try
            {
                var slot = new SlotProcess(python, Path.Combine(AppContext.BaseDirectory, "pytorch_slot.py"));
                if (await slot.process.StandardOutput.ReadLineAsync() is { } version)
                    return (slot, version);
                slot.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // This python3 does not exist; the next may.
            }
        }
        return null;
    }

    public async Task<Rate> Train(int images)
    {
        await process.StandardInput.WriteLineAsync(images.ToString(CultureInfo.InvariantCulture));
        await process.StandardInput.FlushAsync();
        var answer = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{process.StartInfo.FileName} ended before it answered.");
        var seconds = answer.Split(' ').Select(s => double.Parse(s, CultureInfo.InvariantCulture)).ToArray();
        return new(images / seconds[0], images / seconds[1]);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
