using System.CommandLine;
using Sweep.Coordinator.Cli.Tokens;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep login</c> and <c>sweep logout</c>: which coordinator on another machine this user's commands go to.</summary>
internal static class LoginCommand
{
    private const int LongestLine = 4096;

    private sealed record LoginDocument(string Url, string Name, Role Role);

    private sealed record LogoutDocument(string? Url);

    public static Command Create(Shell shell)
    {
        var line = new Argument<string?>("line")
        {
            Description = "A file with the line that 'sweep token add' printed, or - for stdin " +
                $"(default: the variable {LoginLine.Variable}).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("login", "Let this user's commands go to a coordinator on another machine.") { line };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var given = LoginLine.Parse(Text(terminal, shell.In, parsed.GetValue(line)));
            // The token goes out after the keys were compared, and over a connection that believes no others.
            using var authority = await CoordinatorTrust.Fetched(given.Url, given.Hash, cancellation);
            using var coordinator = new HttpCoordinator(given.Url, given.Token, CoordinatorTrust.Believing(authority));
            var me = await new HttpTokens(coordinator).WhoAmI(cancellation);
            new Login(given.Url, authority.ExportCertificatePem(), given.Token).Keep();
            if (terminal.Json)
                terminal.WriteJson(new LoginDocument(given.Url.ToString(), me.Name, me.Role));
            else
                terminal.Answer(
                    $"Logged in to {given.Url} as {me.Name}, role {TokenCommand.Word(me.Role)}: commands go there where no home is named " +
                    "and none here has a coordinator at work; 'sweep logout' ends it.");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command CreateLogout(Shell shell)
    {
        var command = new Command("logout", "Forget the coordinator that was logged in to.");
        command.SetAction(parsed =>
        {
            var terminal = shell.TerminalFor(parsed);
            string? url = null;
            if (File.Exists(Login.File))
            {
                url = OwnersFile.Read<Login>(Login.File)?.Url.ToString() ?? "a coordinator";
                File.Delete(Login.File);
            }
            if (terminal.Json)
                terminal.WriteJson(new LogoutDocument(url));
            else
                terminal.Answer(url is null
                    ? "Nobody was logged in."
                    : $"Logged out of {url}; the token itself goes on to open: 'sweep token remove' ends that.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A line that was given as it is has been seen by others already: it works, and that is said.</summary>
    private static string Text(Terminal terminal, TextReader input, string? given)
    {
        switch (given)
        {
            case null:
                return Variable.Of(LoginLine.Variable, "the line that 'sweep token add' printed") ?? throw new BadInputException(
                    $"sweep login: there is no line to log in with: set {LoginLine.Variable} to the one that 'sweep token add' printed, " +
                    "or name a file with it.");
            case "-":
                return FirstOf(input);
            case var line when !File.Exists(line) && LoginLine.TryParse(line) is not null:
                terminal.Say(
                    "warning: the line shows its token to every user of this machine, in its list of processes; " +
                    $"set {LoginLine.Variable}, or name a file with it.");
                return line;
            case var file:
                return OfFile(file);
        }
    }

    private static string OfFile(string file)
    {
        try
        {
            using var content = new StreamReader(file);
            return FirstOf(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                $"{file} cannot be read ({e.Message.TrimEnd('.')}): write the line that 'sweep token add' printed into it, readable by " +
                "you alone.");
        }
    }

    private static string FirstOf(TextReader reader)
    {
        var text = new char[LongestLine];
        var line = new string(text, 0, reader.ReadBlock(text)).Trim();
        // As it was printed, with the variable before it and the command behind.
        return line.StartsWith($"{LoginLine.Variable}=", StringComparison.Ordinal)
            ? line[(LoginLine.Variable.Length + 1)..].Split(' ')[0]
            : line;
    }
}
