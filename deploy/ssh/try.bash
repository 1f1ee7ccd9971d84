#!/usr/bin/env bash
# Tries `sweep deploy ssh` on a lab of four hosts: try.bash FOLDER_OF_ARCHIVES [ROOT]
# Each host is a network namespace with an address of its own and a bare Debian 12 with sshd and nothing else of interest; ROOT is such a
# system (debootstrap --variant=minbase --include=openssh-server,openssh-client bookworm ROOT makes one; without it, one is made). Needs root.
set -euo pipefail
archives=$(readlink -f "$1")
system=${2:-}
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
lab=sw$$
hosts=(server box-1 box-2 box-3)

sweep_up() {
    for host in "${hosts[@]}"; do
        ip netns pids "$lab-$host" 2> /dev/null | xargs -r kill -KILL 2> /dev/null || true
        ip netns delete "$lab-$host" 2> /dev/null || true
    done
    ip link delete "$lab" 2> /dev/null || true
    rm -rf "$work"
}
trap sweep_up EXIT

if [ -z "$system" ]; then
    system=$work/system
    debootstrap --variant=minbase --include=openssh-server,openssh-client bookworm "$system" > "$work/debootstrap.log" || { tail "$work/debootstrap.log"; exit 1; }
fi

# What a host runs, it runs in the namespaces of its own sshd.
in_host() { # HOST COMMAND ...
    local host=$1
    shift
    nsenter --target "$(cat "$work/$host.pid")" --net --mount --uts --pid --root --wd=/root "$@"
}

ssh-keygen -q -t ed25519 -N '' -f "$work/key"
ip link add "$lab" type bridge
ip link set "$lab" up
number=10
for host in "${hosts[@]}"; do
    number=$((number + 1))
    ip netns add "$lab-$host"
    ip link add "$lab$number" type veth peer name eth0 netns "$lab-$host"
    ip link set "$lab$number" master "$lab" up
    ip -n "$lab-$host" addr add "10.77.0.$number/24" dev eth0
    ip -n "$lab-$host" link set eth0 up
    ip -n "$lab-$host" link set lo up
    mkdir -p "$work/$host"
    ip netns exec "$lab-$host" unshare --mount --uts --pid --fork bash -euc '
        host=$1 system=$2 work=$3
        hostname "$host"
        mount -t tmpfs tmpfs "$work/$host"
        mkdir "$work/$host/upper" "$work/$host/changed" "$work/$host/root"
        mount -t overlay overlay -o "lowerdir=$system,upperdir=$work/$host/upper,workdir=$work/$host/changed" "$work/$host/root"
        root=$work/$host/root
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mkdir -p "$root/run/sshd" "$root/root/.ssh"
        echo "$host" > "$root/etc/hostname"
        for n in 11:server 12:box-1 13:box-2 14:box-3; do echo "10.77.0.${n%:*} ${n#*:}"; done >> "$root/etc/hosts"
        cp "$work/key.pub" "$root/root/.ssh/authorized_keys"
        [ "$host" != server ] || install -m 600 "$work/key" "$root/root/.ssh/id_ed25519"
        echo "StrictHostKeyChecking accept-new" > "$root/root/.ssh/config"
        chown -R 0:0 "$root/root/.ssh"; chmod -R go= "$root/root/.ssh"
        exec chroot "$root" /usr/sbin/sshd -D -e
    ' - "$host" "$system" "$work" > "$work/$host.log" 2>&1 &
    disown
done
for host in "${hosts[@]}"; do
    for _ in $(seq 300); do
        pid=$(ip netns pids "$lab-$host" | while read -r one; do if [ "$(cat "/proc/$one/comm" 2> /dev/null)" = sshd ]; then echo "$one"; fi; done)
        [ -z "$pid" ] || break
        sleep 0.1
    done
    [ -n "$pid" ] || { cat "$work/$host.log"; exit 1; }
    head -n 1 <<< "$pid" > "$work/$host.pid"
done

cd /
cat > "$work/lab.sh" <<'E2'
set -eu
cd /root
began=$(date +%s)
typed() { printf '\n%4s s  root@server:~# %s\n' "$(($(date +%s) - began))" "$*"; }
typed 'tar -xzf sweep-*-linux-x64.tar.gz'
tar -xzf sweep-[0-9]*.tar.gz
cd sweep-*/
typed './sweep serve --host server &'
./sweep serve --host server > /root/serve.log 2>&1 &
until grep -q 'Agents join' /root/serve.log; do sleep 0.2; kill -0 $! || { cat /root/serve.log; exit 1; }; done
cat /root/serve.log
printf 'box-1\nbox-2 --slots 1\nroot@box-3\n' > /root/hosts.txt
typed './sweep agents invite --uses 3 > ../join'
./sweep agents invite --uses 3 > /root/join
set -- --join-file /root/join
typed './sweep deploy ssh ../hosts.txt --archive ../sweep-agent-*.tar.gz --join-file ../join'
./sweep deploy ssh /root/hosts.txt --archive /root/sweep-agent-*.tar.gz "$@"
typed './sweep agents'
./sweep agents
typed './sweep run deploy/sweeps/quickstart.yaml'
./sweep run deploy/sweeps/quickstart.yaml --quiet
typed 'again: ./sweep deploy ssh ../hosts.txt'
./sweep deploy ssh /root/hosts.txt --archive /root/sweep-agent-*.tar.gz "$@"
typed 'a host that is not there, and one that is'
printf 'box-9\nbox-1\n' > /root/more.txt
./sweep deploy ssh /root/more.txt --archive /root/sweep-agent-*.tar.gz "$@" || echo "exit $?"
typed './sweep deploy ssh ../hosts.txt --remove'
./sweep deploy ssh /root/hosts.txt --remove
typed 'again'
./sweep deploy ssh /root/hosts.txt --remove
ssh box-2 'ls -A .local/share .config; cat /proc/[0-9]*/comm | grep sweep || echo "box-2: no agent is left"'
typed 'done'
E2
root=/proc/$(cat "$work/server.pid")/root/root
cp "$archives"/sweep-*.tar.gz "$work/lab.sh" "$root/"
in_host server sh -c 'cd /root && exec sh lab.sh'
