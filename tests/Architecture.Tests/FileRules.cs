using Mono.Cecil;

namespace Sweep.Architecture.Tests;

/// <summary>Whether a file survives a power cut is decided in one place, and said where it is asked for.</summary>
public sealed class FileRules
{
    private const string Remedy =
        "give a file its name with DurableFile, where it has to survive a power cut, or with WholeFile, where it is made again and a comment " +
        "says why; folders with DurableFolder; put on disk what a file that grows has got with DurableFile.Sync";

    private static readonly string[] Renames =
    [
        "System.IO.File::Move", "System.IO.File::Replace", "System.IO.FileInfo::MoveTo", "System.IO.FileInfo::Replace",
        "System.IO.Directory::Move", "System.IO.DirectoryInfo::MoveTo", "System.IO.RandomAccess::FlushToDisk",
    ];

    /// <summary>What has to find again what it wrote, and is proved over a disk that fails: all of it goes through <c>IFiles</c>.</summary>
    private static readonly string[] BehindTheSeam =
    [
        "Sweep.Coordinator.Journal.", "Sweep.Coordinator.Storage.Blob", "Sweep.Coordinator.Storage.CheckpointCollector",
        "Sweep.GpuAgent.Files.CheckpointCache", "Sweep.GpuAgent.Files.OutboxFile",
    ];

    private static readonly string[] AroundTheSeam =
    [
        "System.IO.File::", "System.IO.FileInfo::", "System.IO.FileStream::", "System.IO.Directory::", "System.IO.DirectoryInfo::",
        "System.IO.RandomAccess::",
    ];

    private static readonly string[] CallsOfLibc = ["fsync", "fdatasync", "sync", "syncfs", "rename", "renameat", "renameat2"];

    private static IEnumerable<ModuleDefinition> Others => Compiled.Ours.Where(module => module.Assembly.Name.Name != "Sweep.Files");

    [Fact]
    public void NobodyButFiles_RenamesAndSyncs() =>
        None(Others.SelectMany(Compiled.Calls).Where(RenamesOrSyncs).Select(call => call.ToString()));

    [Fact]
    public void NobodyButFiles_AsksLibcToRenameOrSync() => None(
        from module in Others
        from type in module.GetTypes()
        from method in type.Methods
        where method.HasPInvokeInfo && CallsOfLibc.Contains(method.PInvokeInfo.EntryPoint)
        select $"{type.Name} imports {method.PInvokeInfo.EntryPoint}");

    [Fact]
    public void WhatIsBehindTheSeam_DoesNotReachAroundIt() =>
        None(Compiled.Ours.SelectMany(Compiled.Calls).Where(call => IsBehindTheSeam(call.Caller.DeclaringType) && ReachesAround(call))
            .Select(call => $"{call}: use the IFiles that was given"));

    [Theory]
    [MemberData(nameof(Behind))]
    public void WhatIsBehindTheSeam_IsThere(string name) => Assert.Contains(
        Compiled.Ours.SelectMany(module => module.GetTypes()), type => type.FullName.StartsWith(name, StringComparison.Ordinal));

    public static TheoryData<string> Behind => [.. BehindTheSeam];

    [Fact]
    public void Files_DoesBoth()
    {
        var files = Compiled.Ours.Single(module => module.Assembly.Name.Name == "Sweep.Files");
        Assert.Contains(Compiled.Calls(files), call => call.Name == "System.IO.File::Move");
        Assert.Contains(Compiled.Calls(files), Syncs);
        Assert.Contains(files.GetTypes().SelectMany(type => type.Methods), method => method.PInvokeInfo?.EntryPoint == "fsync");
    }

    private static bool IsBehindTheSeam(TypeDefinition type) =>
        BehindTheSeam.Any(name => type.FullName.StartsWith(name, StringComparison.Ordinal));

    /// <summary>By a file of .NET's own, or by a call of ours that takes the machine's disk because it was given none.</summary>
    private static bool ReachesAround(Call call) =>
        AroundTheSeam.Any(name => call.Name.StartsWith(name, StringComparison.Ordinal))
        || (call.Name is var callee
            && (callee.StartsWith("Sweep.Files.Durable", StringComparison.Ordinal)
                || callee.StartsWith("Sweep.Files.WholeFile::", StringComparison.Ordinal)
                || callee == "Sweep.Files.Sha256Name::OfFile")
            && call.Callee.Parameters is not [{ ParameterType.Name: "IFiles" }, ..]);

    private static bool RenamesOrSyncs(Call call) => Renames.Contains(call.Name) || Syncs(call);

    private static bool Syncs(Call call) =>
        call is { Callee: { Name: "Flush", Parameters.Count: 1 } } && call.Callee.DeclaringType.Namespace == "System.IO";

    private static void None(IEnumerable<string> found)
    {
        var told = string.Join("; ", found);
        Assert.True(told.Length == 0, $"{told}: {Remedy}.");
    }
}
