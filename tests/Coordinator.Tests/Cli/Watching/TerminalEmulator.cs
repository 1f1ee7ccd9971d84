using System.Globalization;
using System.Text;

namespace Sweep.Coordinator.Tests.Cli.Watching;

/// <summary>
/// What a terminal shows of the codes that are sent to it: the ones that the program's screens use; any other is an error. A line that is
/// full breaks when the next character comes, as in xterm; a terminal that becomes narrower breaks longer lines anew, and cuts them on the
/// other screen.
/// </summary>
internal sealed class TerminalEmulator(int columns, int rows) : TextWriter
{
    private sealed record Line(StringBuilder Text, bool GoesOn);

    private List<Line> lines = [new(new(), false)];
    private List<Line> own = [];
    private (int Row, int Column) cursor;
    private string code = "";

    public int Columns { get; private set; } = columns;
    public int Rows { get; } = rows;
    public bool CursorHidden { get; private set; }
    public bool OnOtherScreen { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>All that was scrolled away and all on the screen, without empty lines at the end; broken lines in their pieces.</summary>
    public IReadOnlyList<string> Shown
    {
        get
        {
            var all = lines.Select(line => line.Text.ToString().TrimEnd()).ToList();
            return [.. all.Take(all.FindLastIndex(line => line.Length > 0) + 1)];
        }
    }

    /// <summary>The same with broken lines put together.</summary>
    public IReadOnlyList<string> Sentences
    {
        get
        {
            var whole = new List<string>();
            for (var i = 0; i < lines.Count; i++)
            {
                if (i > 0 && lines[i - 1].GoesOn)
                    whole[^1] += lines[i].Text.ToString();
                else
                    whole.Add(lines[i].Text.ToString());
            }
            var trimmed = whole.ConvertAll(line => line.TrimEnd());
            return [.. trimmed.Take(trimmed.FindLastIndex(line => line.Length > 0) + 1)];
        }
    }

    public void Resize(int columns)
    {
        if (OnOtherScreen)
        {
            foreach (var line in lines)
                line.Text.Length = Math.Min(line.Text.Length, columns);
            Columns = columns;
            return;
        }
        var broken = new List<Line>();
        var cursor = (Row: 0, Column: 0);
        for (var i = 0; i < lines.Count; i++)
        {
            var text = new StringBuilder();
            var first = i;
            for (; lines[i].GoesOn; i++)
                text.Append(lines[i].Text);
            text.Append(lines[i].Text);
            if (this.cursor.Row >= first && this.cursor.Row <= i)
                cursor = (broken.Count, this.cursor.Column);
            var whole = text.ToString().TrimEnd();
            for (var at = 0; at == 0 || at < whole.Length; at += columns)
                broken.Add(new(new(whole[at..Math.Min(whole.Length, at + columns)]), at + columns < whole.Length));
        }
        (lines, this.cursor, Columns) = (broken, cursor, columns);
    }

    public override void Write(char value)
    {
        if (code.Length > 0 || value == '\e')
            Code(value);
        else if (value == '\n')
            (cursor.Row, cursor.Column) = (cursor.Row + 1, 0);
        else if (value == '\r')
            cursor.Column = 0;
        else
            Put(value);
        while (cursor.Row >= lines.Count)
            lines.Add(new(new(), false));
    }

    private void Put(char value)
    {
        if (char.IsControl(value))
            throw new NotSupportedException($"U+{(int)value:x4}");
        if (cursor.Column == Columns)
        {
            lines[cursor.Row] = lines[cursor.Row] with { GoesOn = true };
            cursor = (cursor.Row + 1, 0);
            if (cursor.Row == lines.Count)
                lines.Add(new(new(), false));
        }
        var text = lines[cursor.Row].Text;
        text.Append(' ', Math.Max(0, cursor.Column + 1 - text.Length))[cursor.Column] = value;
        cursor.Column++;
    }

    private void Code(char value)
    {
        this.code += value;
        if (this.code.Length < 3 || value is (>= '0' and <= '9') or ';' or '?')
            return;
        var (code, number) = (this.code, int.TryParse(this.code[2..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (int?)null);
        this.code = "";
        switch (value, code)
        {
            case ('m', _):
                break;
            case ('A', _):
                cursor.Row = Math.Max(Top, cursor.Row - (number ?? 1));
                break;
            case ('H', _):
                cursor = (Top, 0);
                break;
            case ('K', _):
                // A full line's cursor stands on its last character, which goes as well.
                Clear(cursor.Row, number == 2 ? 0 : Math.Min(cursor.Column, Columns - 1));
                break;
            case ('J', _) when number is null or 0:
                Clear(cursor.Row, Math.Min(cursor.Column, Columns - 1));
                for (var row = cursor.Row + 1; row < lines.Count; row++)
                    Clear(row, 0);
                break;
            case (_, "\e[?25l"):
                CursorHidden = true;
                break;
            case (_, "\e[?25h"):
                CursorHidden = false;
                break;
            case (_, "\e[?1049h"):
                (OnOtherScreen, own, lines) = (true, lines, [new(new(), false)]);
                cursor = default;
                break;
            case (_, "\e[?1049l"):
                (OnOtherScreen, lines) = (false, own);
                cursor = (lines.Count - 1, 0);
                break;
            default:
                throw new NotSupportedException(code.Replace('\e', 'E'));
        }
    }

    private int Top => Math.Max(0, lines.Count - Rows);

    private void Clear(int row, int from)
    {
        var text = lines[row].Text;
        text.Length = Math.Min(text.Length, from);
        lines[row] = lines[row] with { GoesOn = false };
    }
}
