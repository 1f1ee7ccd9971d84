using System.Runtime.InteropServices;

namespace Sweep.Protocol.Keys;

/// <summary>
/// The authorities that this machine's own store believes. They have no say in who is of a lab (<see cref="PeerTrust"/>), and yet the
/// runtime reads all of them, some hundred files, before it checks its first certificate, whatever that one is to be checked against.
/// </summary>
public static partial class MachineAuthorities
{
    private static int done;

    /// <summary>
    /// Has this process not look for them: for one that speaks HTTPS to coordinators alone. Programs that it starts are told nothing of it.
    /// </summary>
    public static void DoWithout()
    {
        // Once: the C library's environment is not made for being written again and again beside whoever reads it.
        if (OperatingSystem.IsWindows() || Interlocked.Exchange(ref done, 1) != 0)
            return;
        // From now on the runtime, and whoever inherits from it, has the environment as it is at this moment; the store is looked for in
        // the C library's, by the names of X509_get_default_cert_file_env(3).
        _ = Environment.GetEnvironmentVariables();
        _ = SetEnvironment("SSL_CERT_FILE", "/dev/null", overwrite: 1);
        _ = SetEnvironment("SSL_CERT_DIR", "/dev/null", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
