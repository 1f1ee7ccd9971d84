using System.Security.Cryptography;
using System.Text;
using Sweep.Experiments.Inputs;
using Sweep.Files;

namespace Sweep.Protocol.Keys;

/// <summary>Where a home keeps its authority: <c>ca.key</c> and <c>ca.crt</c> in a folder that only its owner may look into.</summary>
public sealed record AuthorityFiles(string Folder)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(10);

    private string Key => Path.Combine(Folder, "ca.key");
    public string Certificate => Path.Combine(Folder, "ca.crt");

    /// <summary>Whether there is an authority here: its certificate is written last, and before it nobody has seen the key.</summary>
    public bool AreThere => File.Exists(Certificate);

    /// <summary>
    /// The authority that is kept here, or a new one, which is kept. Of those that make one at the same time, threads and processes, all
    /// get the same.
    /// </summary>
    /// <exception cref="BadInputException">What is kept here is damaged, or somebody else's.</exception>
    public CertificateAuthority LoadOrMake(DateTimeOffset now)
    {
        if (!AreThere)
            Make(now);
        return Load();
    }

    /// <inheritdoc cref="LoadOrMake"/>
    public CertificateAuthority Load()
    {
        try
        {
            return CertificateAuthority.Import(File.ReadAllText(Key), File.ReadAllText(Certificate));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new BadInputException(
                $"The keys in {Folder} cannot be used ({e.Message.TrimEnd('.')}): put ca.key and ca.crt back as they were, or remove the " +
                "folder; then new ones are made, and every other machine has to join anew.", e);
        }
    }

    /// <summary>A folder that is not there gets its name when all is in it; into one that is there, one process at a time writes.</summary>
    private void Make(DateTimeOffset now)
    {
        using var made = CertificateAuthority.New(now);
        if (!Directory.Exists(Folder) && IsMovedIn(made))
            return;
        using var held = Held();
        if (!AreThere)
            Keep(made);
    }

    /// <returns>False where another was faster.</returns>
    private bool IsMovedIn(CertificateAuthority made)
    {
        var beside = $"{Folder}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.new";
        new AuthorityFiles(beside).Keep(made);
        try
        {
            DurableFolder.MoveInto(beside, Folder);
            return true;
        }
        catch (IOException) when (Directory.Exists(Folder))
        {
            Directory.Delete(beside, recursive: true);
            return false;
        }
    }

    /// <summary>Waits for whoever writes here, which takes a moment; the kernel frees the lock of one that is killed.</summary>
    private HeldFolder Held()
    {
        while (true)
        {
            if (HeldFolder.TryTake(Path.Combine(Folder, "ca.lock")) is { } held)
                return held;
            Thread.Sleep(BetweenTries);
        }
    }

    private void Keep(CertificateAuthority made)
    {
        OwnersFolder.Make(Folder);
        Write(Key, made.ExportKey());
        Write(Certificate, made.Certificate.ExportCertificatePem());
    }

    private static void Write(string path, string content) =>
        DurableFile.Write(path, file => file.Write(Encoding.ASCII.GetBytes(content)), OwnersFolder.FileMode);
}
