using System.CommandLine;
using System.Globalization;
using System.Net;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Tokens;

/// <summary><c>sweep token</c>: who may ask the coordinator what, from where ever; counts at once, and after a restart.</summary>
internal static class TokenCommand
{
    private const int DefaultDays = 90;

    private sealed record RemovedDocument(string Removed);

    public static Command Create(Shell shell) => new("token", "Give people tokens to come in with from other machines, and take them back.")
    {
        Add(shell),
        List(shell),
        Remove(shell),
    };

    private static Command Add(Shell shell)
    {
        var name = new Argument<string>("name") { Description = "Whose token it is." };
        var role = new Option<string?>("--role")
        {
            Description = "read: ask; submit: also hand in, cancel, resume and retry sweeps; admin: everything (default: read).",
            HelpName = "role",
        };
        role.TakesOneOf([.. Enum.GetValues<Role>().Select(Word)]);
        var days = WholeNumberOption.Of(
            "--days", $"How long it is good for (default: {DefaultDays}).", "days", least: 1, most: TokenBook.MostDays);
        var command = new Command("add", "Make a token, and print the line to log in with, once.") { name, role, days };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var wanted = new TokenRequest(
                parsed.GetRequiredValue(name), Enum.Parse<Role>(parsed.GetValue(role) ?? Word(Role.Read), ignoreCase: true),
                parsed.GetValue(days) ?? DefaultDays);
            var made = await On(shell, parsed, tokens => tokens.Add(wanted, cancellation), cancellation);
            if (terminal.Json)
            {
                terminal.WriteJson(made);
                return ExitCode.Done;
            }
            terminal.Say(
                $"{made.Name} may {May(made.Role)} until {Day(made.Ends)}. Whoever has this line comes in; it is not shown again:");
            terminal.Answer($"{LoginLine.Variable}={made.Login} sweep login");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command List(Shell shell)
    {
        var command = new Command("list", "Show the tokens that were given out, without what opens.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var given = await On(shell, parsed, tokens => tokens.List(cancellation), cancellation);
            if (terminal.Json)
                terminal.WriteJson(given);
            else if (given.IsEmpty)
                terminal.Answer("No token has been given out; the owner's own stands in coordinator.json of the home folder.");
            else
                terminal.Out.Write(TokensTable.Of(given, shell.Clock.GetUtcNow(), terminal.Out.Profile.Width));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Remove(Shell shell)
    {
        var name = new Argument<string>("name") { Description = "Whose token opens no longer." };
        var command = new Command("remove", "Take a token back: it opens nothing from this moment on.") { name };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var removed = parsed.GetRequiredValue(name);
            await On(shell, parsed, async tokens =>
            {
                await tokens.Remove(removed, cancellation);
                return true;
            }, cancellation);
            if (terminal.Json)
                terminal.WriteJson(new RemovedDocument(removed));
            else
                terminal.Answer($"The token {removed} opens nothing any more.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Task<T> On<T>(Shell shell, ParseResult parsed, Func<ITokens, Task<T>> does, CancellationToken cancellation) =>
        HomeInUse.Or(
            shell, parsed, live => does(new HttpTokens(live)), HomeLock.TryTake, (home, _) => does(OfFolder(home)), cancellation);

    /// <summary>Of a home without a coordinator: the line names the port that it had last, on this machine.</summary>
    private static HomeTokens OfFolder(Home home)
    {
        var clock = WallClock.OfThisProcess;
        using var authority = new AuthorityFiles(home.Keys).LoadOrMake(clock.GetUtcNow());
        var access = HomeAccess.Of(home, newToken: false);
        access.Keep(home);
        var url = new UriBuilder(Uri.UriSchemeHttps, Dns.GetHostName(), access.HttpPort ?? CoordinatorOptions.DefaultHttpPort).Uri;
        return new(TokenBook.Of(home, access.Token, clock), url, authority.Hash);
    }

    private static string May(Role role) => role switch
    {
        Role.Read => "ask",
        Role.Submit => "ask, and hand in sweeps,",
        _ => "do everything",
    };

    internal static string Word(Role role) => role.ToString().ToLowerInvariant();

    internal static string Day(DateTimeOffset moment) => moment.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
