using System.Diagnostics;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Sweep.Shared;
using YamlDotNet.RepresentationModel;

namespace Sweep.Architecture.Tests;

/// <summary>
/// What stands in <c>deploy/</c> is read by programs that these tests do not have: so each file is held against what is known of its
/// reader, and against the programs and options that it names.
/// </summary>
public sealed partial class DeployFiles
{
    private const string ServeHelp = "tests/Coordinator.Tests/Approved/Help/sweep-serve.txt";
    private const string AgentHelp = "tests/GpuAgent.Tests/Approved/sweep-agent.txt";

    public static TheoryData<string> Units => [.. Checkout.Files("deploy/systemd", "*.service")];

    [Fact]
    public async Task Scripts_AreReadByTheirShell()
    {
        string[] scripts =
        [
            "sweep", "sweep-agent", "src/launch.bash", "deploy/package/sweep", "deploy/package/sweep-agent",
            .. Checkout.Files("deploy", "*.*").Where(file => Path.GetExtension(file) is ".bash" or ".sbatch" or ".sh"),
        ];

        const string Each = """for file; do read -r first < "$file"; case $first in '#!/bin/sh') sh -n "$file" ;; *) bash -n "$file" ;; esac || exit 1; done""";
        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-c", Each, "-", .. scripts]) { WorkingDirectory = Checkout.Root, RedirectStandardError = true })!;
        var errors = await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (bash.ExitCode, errors));
    }

    [Fact]
    public void KubernetesFiles_HaveNothingThatTheSchemaHasNot()
    {
        var objects = Checkout.Files("deploy/kubernetes", "*.yaml")
            .SelectMany(file => KubernetesYaml.LoadAllFromString(File.ReadAllText(Checkout.PathOf(file)), strict: true)).ToList();

        var coordinator = Assert.Single(objects.OfType<V1StatefulSet>());
        Assert.Equal(1, coordinator.Spec.Replicas);
        Assert.Equal(coordinator.Spec.Selector.MatchLabels, coordinator.Spec.Template.Metadata.Labels);
        Assert.Equal(coordinator.Spec.Selector.MatchLabels, Assert.Single(objects.OfType<V1Service>()).Spec.Selector);
        Assert.All(objects.OfType<V1Deployment>(), agents =>
        {
            Assert.Equal(agents.Spec.Selector.MatchLabels, agents.Spec.Template.Metadata.Labels);
            Knows(AgentHelp, agents.Spec.Template.Spec.Containers.Single().Args);
        });
        Knows(ServeHelp, coordinator.Spec.Template.Spec.Containers.Single().Args);
    }

    [Fact]
    public void ComposeFile_BuildsStagesOfTheDockerfile()
    {
        var compose = new YamlStream();
        using var text = File.OpenText(Checkout.PathOf("deploy/docker/compose.yaml"));
        compose.Load(text);
        var dockerfile = File.ReadAllText(Checkout.PathOf("deploy/docker/Dockerfile"));

        foreach (var (name, service) in (YamlMappingNode)compose.Documents[0].RootNode["services"])
        {
            var build = service["build"];
            Assert.Equal("deploy/docker/Dockerfile", build["dockerfile"].ToString());
            Assert.True(
                Regex.IsMatch(dockerfile, $"(?m)^FROM \\S+ AS {build["target"]}$"), $"{name} is built from a stage that the Dockerfile has not");
        }
        Knows(ServeHelp, Options().Matches(Assert.Single(dockerfile.Split('\n'), line => line.StartsWith("CMD ", StringComparison.Ordinal)))
            .Select(match => match.Value));
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_StartsAProgramOfTheArchives_WithOptionsThatItHas(string unit)
    {
        var command = Assert.Single(File.ReadLines(Checkout.PathOf(unit)), line => line.StartsWith("ExecStart=", StringComparison.Ordinal))
            ["ExecStart=".Length..].Split(' ');

        Assert.Equal($"/opt/sweep/{Path.GetFileNameWithoutExtension(unit)}", command[0]);
        Assert.True(File.Exists(Checkout.PathOf($"deploy/package/{Path.GetFileName(command[0])}")), $"no archive has {command[0]}");
        Knows(command.Contains("serve") ? ServeHelp : AgentHelp, command);
    }

    [Fact]
    public void Slurm_GivesTheAgentOptionsThatItHas() => Knows(
        AgentHelp,
        Options().Matches(Assert.Single(
            File.ReadLines(Checkout.PathOf("deploy/slurm/agents.sbatch")), line => line.StartsWith("exec ", StringComparison.Ordinal)))
            .Select(match => match.Value));

    private static void Knows(string help, IEnumerable<string> words)
    {
        var known = Options().Matches(File.ReadAllText(Checkout.PathOf(help))).Select(match => match.Value).ToHashSet();
        Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), word => Assert.Contains(word, known));
    }

    [GeneratedRegex("--[a-z][a-z-]*")]
    private static partial Regex Options();
}
