using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Filters;
using Serilog.Formatting.Compact;

namespace Sweep.GpuAgent.Hosting;

/// <summary>Everything as compact JSON in the home's logs; what an operator would tell a colleague on stderr.</summary>
internal static class AgentLogs
{
    private const int FilesKept = 14;
    private const long FileBytes = 64 << 20;

    public static Logger Create(string folder, string agent, PeerNoise noise) => new LoggerConfiguration()
        .MinimumLevel.Debug()
        .MinimumLevel.Override("Akka", LogEventLevel.Information)
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .Filter.ByExcluding(noise.Is)
        .Enrich.WithProperty("Agent", agent)
        .WriteTo.File(
            new CompactJsonFormatter(), Path.Combine(folder, "agent-.log"),
            rollingInterval: RollingInterval.Day, fileSizeLimitBytes: FileBytes,
            rollOnFileSizeLimit: true, retainedFileCountLimit: FilesKept)
        .WriteTo.Logger(people => people
            // The cluster complains every few seconds about a coordinator out of reach; the agent says so once a minute.
            .Filter.ByExcluding(what => Matching.FromSource("Akka")(what) && what.Level < LogEventLevel.Fatal)
            .Enrich.With<VisibleWords>()
            .WriteTo.Console(
                restrictedToMinimumLevel: LogEventLevel.Information, standardErrorFromLevel: LogEventLevel.Verbose,
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Trace:l}",
                formatProvider: CultureInfo.InvariantCulture))
        .CreateLogger();
}
