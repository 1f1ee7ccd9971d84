#!/usr/bin/env bash
# Writes the manual page of a program, made of its own help screens, to stdout: man.bash PROGRAM NAME
set -euo pipefail
program=$1 name=$2
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

# The words below "Commands:" that begin a line: what is wrapped there is arguments.
commands() { awk '/^[A-Z][a-z]+:$/ { on = $0 == "Commands:"; next } on && /^  [a-z]/ && $1 ~ /^[a-z][a-z-]*$/ { print $1 }'; }

command_pages() { # WORDS OF THE COMMAND ...
    local screen word
    screen=$("$program" "$@" --help)
    awk -v level=command -v name="$name $*" -f "$here/man.awk" <<< "$screen"
    for word in $(commands <<< "$screen"); do command_pages "$@" "$word"; done
}

screen=$("$program" --help)
summary=$(awk '/^Description:/ { on = 1; next } /^$/ { on = 0 } on { sub(/^ +/, ""); sub(/ +$/, ""); printf "%s%s", gap, $0; gap = " " }' <<< "$screen")
printf '.TH %s 1 "" "%s" "Sweep"\n.SH NAME\n%s \\- %s\n' "${name^^}" "$("$program" --version | awk '{ print $2; exit }' | tr -d ,)" "$name" "$summary"
awk -v level=program -f "$here/man.awk" <<< "$screen"
words=$(commands <<< "$screen")
if [ -n "$words" ]; then
    echo '.SH COMMANDS'
    for word in $words; do command_pages "$word"; done
fi
