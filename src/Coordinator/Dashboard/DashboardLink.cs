namespace Sweep.Coordinator.Dashboard;

/// <summary>The page's address with a code to log in by; what stands behind the # is sent to nobody, and is in no log.</summary>
internal static class DashboardLink
{
    public static Uri Of(Uri coordinator, string code) => new(coordinator, $"/#/login?code={code}");
}
