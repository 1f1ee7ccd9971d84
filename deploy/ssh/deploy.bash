#!/usr/bin/env bash
# sweep deploy ssh HOSTS [--archive FILE] [--join host:port | --join-file FILE] [--remove]
# Brings the agent to every host of a file, as a service of the user that ssh logs in as, and says how it went for each. The same again
# changes nothing; a host that has an older archive gets the new one. SWEEP_SSH is another command than `ssh`, with its options.
#
# A line of HOSTS is what ssh takes, and, after it, options of sweep-agent for that host:     box-1 --slots 2
# What agents join may be a secret: it comes from a file, from standard input or from SWEEP_JOIN, and goes over ssh's standard input.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(readlink -f "$here/../..")
usage='sweep deploy ssh HOSTS [--archive FILE] [--join host:port | --join-file FILE] [--remove]'
read -ra ssh <<< "${SWEEP_SSH:-ssh}"
ssh+=(-o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15)
at_once=8

refuse() { echo "sweep deploy ssh: $1" >&2; exit 2; }

hosts='' archive='' join='' join_file='' action=install
while [ $# -gt 0 ]; do
    case $1 in
        --archive | --join | --join-file) [ $# -gt 1 ] && [ -n "$2" ] || refuse "$1 is given without a value: $usage." ;;&
        --archive) archive=$2; shift 2 ;;
        --join) join=$2; shift 2 ;;
        --join-file) join_file=$2; shift 2 ;;
        --remove) action=remove; shift ;;
        -*) refuse "'$1' is not understood: $usage." ;;
        *) [ -z "$hosts" ] || refuse "'$1' is one file of hosts too many: $usage."; hosts=$1; shift ;;
    esac
done
[ -n "$hosts" ] || refuse "which hosts? Give a file with one a line: $usage."
[ -r "$hosts" ] || refuse "$hosts cannot be read; give a file with one host a line."
command -v "${ssh[0]}" > /dev/null || refuse "'${ssh[0]}' was not found: install an ssh client and try again."

# One variable holds what agents join, whatever it came from: the whole line that `sweep serve` prints will do.
joined=''
if [ "$action" = install ]; then
    if [ -n "$join_file" ]; then
        [ -r "$join_file" ] || refuse "$join_file cannot be read; give the file with the line that 'sweep serve' prints for agents."
        joined=$(< "$join_file")
    elif [ -z "$join" ] && [ ! -t 0 ] && [ -z "${SWEEP_JOIN:-}" ]; then
        joined=$(cat)
    else
        joined=${SWEEP_JOIN:-}
    fi
    joined=$(grep -oE 'SWEEP_JOIN=[^[:space:]]+' <<< "$joined" | head -n 1 || grep -oE '[^[:space:]]+' <<< "$joined" | head -n 1 || true)
    joined=${joined#SWEEP_JOIN=}
    [ -n "$joined$join" ] || refuse \
        "what do the agents join? Give the line that 'sweep serve' prints in --join-file or SWEEP_JOIN, or an address with --join host:port."
    if [ -z "$archive" ]; then
        # shellcheck disable=SC2012 # The newest first, whose names we have given.
        archive=$(ls -t "$PWD"/sweep-agent-*-linux-x64*.tar.gz "$root"/sweep-agent-*-linux-x64*.tar.gz "$root"/../sweep-agent-*-linux-x64*.tar.gz 2> /dev/null | head -n 1 || true)
        [ -n "$archive" ] || refuse "the agent's archive is neither in this folder nor beside the programs: './sweep package' in a checkout makes it; name it with --archive."
    fi
    [ -r "$archive" ] || refuse "$archive cannot be read; './sweep package' in a checkout makes the agent's archive."
    hash=$(sha256sum < "$archive" | cut -d ' ' -f 1)
fi

said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT

# The values a remote script needs stand before it on its standard input: no process list shows them.
ask() { # HOST SCRIPT NAME=VALUE ...
    local host=$1 script=$2 pair
    shift 2
    {
        for pair in "$@"; do printf '%s=%s\n' "${pair%%=*}" "'${pair#*=}'"; done
        cat "$here/$script"
    } | "${ssh[@]}" -T -- "$host" sh -s
}

install() { # HOST OPTIONS
    local state
    state=$(ask "$1" host.sh ACTION=look HASH="$hash") || return
    if [ "$state" != "has it" ]; then
        "${ssh[@]}" -T -- "$1" "umask 077 && mkdir -p ~/.local/share/sweep-agent && cat > ~/.local/share/sweep-agent/$hash.part" < "$archive" || return
    fi
    ask "$1" host.sh ACTION=install HASH="$hash" JOIN="$join" SWEEP_JOIN="$joined" OPTIONS="$2"
}

on_host() { # NUMBER HOST OPTIONS
    local status=0
    if [[ ! $3$join$joined =~ ^[-A-Za-z0-9\ ._:/@=+,]*$ ]]; then
        echo "options are words of letters, digits and -._:/@=+, and these are not: $3" > "$said/$1"
        status=2
    elif [ "$action" = remove ]; then
        ask "$2" host.sh ACTION=remove > "$said/$1" 2>&1 || status=$?
    else
        install "$2" "$3" > "$said/$1" 2>&1 || status=$?
    fi
    printf '%-24s %s  %s\n' "$2" "$([ $status -eq 0 ] && echo ok || echo FAILED)" "$(tail -n 1 "$said/$1" | tr -d '\r')"
    [ $status -eq 0 ] || echo "$2" >> "$said/failed"
}

number=0
while read -r host options || [ -n "$host" ]; do
    case $host in '' | '#'*) continue ;; -*) refuse "'$host' is no host; a line begins with what ssh takes." ;; esac
    number=$((number + 1))
    on_host "$number" "$host" "$options" < /dev/null &
    if [ $((number % at_once)) -eq 0 ]; then wait; fi
done < "$hosts"
wait
[ $number -gt 0 ] || refuse "$hosts names no host; give one a line."
if [ -e "$said/failed" ]; then
    echo "$(wc -l < "$said/failed") of $number hosts failed; what is mended there is done by the same command again." >&2
    exit 1
fi
