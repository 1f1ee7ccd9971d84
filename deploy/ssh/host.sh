# Runs on a host of `sweep deploy ssh`, as its user; the variables ACTION, HASH, JOIN, SWEEP_JOIN and OPTIONS stand before it.
# The last line that it prints is the report.
set -eu
umask 077
share=$HOME/.local/share/sweep-agent
state=$HOME/.local/state/sweep-agent
config=$HOME/.config/sweep-agent
unit=$HOME/.config/systemd/user/sweep-agent.service
env_file=$config/agent.env
pid_file=$share/keeper.pid
: "${XDG_RUNTIME_DIR:=/run/user/$(id -u)}"
export XDG_RUNTIME_DIR

has_systemd() { command -v systemctl > /dev/null && systemctl --user show-environment > /dev/null 2>&1; }

# Writes standard input to FILE; whether that changed it.
replaced() {
    cat > "$1.new"
    if cmp -s "$1.new" "$1"; then rm "$1.new"; return 1; fi
    mv "$1.new" "$1"
}

kept() { [ -e "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2> /dev/null; }

# Asks the agent to end at its epochs' ends, as the service manager would, and waits until it has.
stop() {
    if has_systemd && [ -e "$unit" ]; then systemctl --user stop sweep-agent.service; fi
    if kept; then
        keeper=$(cat "$pid_file")
        kill -TERM "$keeper"
        while kill -0 "$keeper" 2> /dev/null; do sleep 0.2; done
    fi
    rm -f "$pid_file"
}

# Whether the agent that runs since MARK was made has said that it is registered, within a minute.
joined() {
    tries=0
    while [ $tries -lt 120 ]; do
        if [ -n "$(find "$state/logs" -name 'agent-*.log' -newer "$1" -exec grep -l 'Registered with the coordinator' {} + 2> /dev/null)" ]; then return 0; fi
        tries=$((tries + 1))
        sleep 0.5
    done
    return 1
}

case $ACTION in
look)
    if [ -e "$share/$HASH/complete" ]; then echo "has it"; else echo "lacks it"; fi
    ;;
install)
    changed=''
    mkdir -p "$share" "$state" "$config"
    if [ ! -e "$share/$HASH/complete" ]; then
        [ "$(sha256sum < "$share/$HASH.part" | cut -d ' ' -f 1)" = "$HASH" ] || { echo "the archive arrived damaged; the same command copies it again"; exit 1; }
        rm -rf "${share:?}/$HASH"
        mkdir "$share/$HASH"
        tar -xzf "$share/$HASH.part" -C "$share/$HASH" --strip-components=1
        rm "$share/$HASH.part"
        : > "$share/$HASH/complete"
    fi
    if [ "$(readlink "$share/current" || true)" != "$HASH" ]; then
        ln -sfn "$HASH" "$share/current"
        changed=programs
    fi
    if { [ -z "$SWEEP_JOIN" ] || echo "SWEEP_JOIN=$SWEEP_JOIN"
         echo "SWEEP_AGENT_OPTIONS=\"${JOIN:+--join $JOIN }$OPTIONS\""; } | replaced "$env_file"; then changed="$changed settings"; fi
    version=$("$share/current/sweep-agent" --version | cut -d ' ' -f 2 | cut -d + -f 1)
    mark=$share/started
    if has_systemd; then
        how='systemd user service'
        mkdir -p "$(dirname "$unit")"
        if replaced "$unit" <<UNIT
[Unit]
Description=Sweep agent
StartLimitIntervalSec=0

[Service]
Type=notify
EnvironmentFile=%h/.config/sweep-agent/agent.env
ExecStart=%h/.local/share/sweep-agent/current/sweep-agent --home %h/.local/state/sweep-agent \$SWEEP_AGENT_OPTIONS
KillMode=mixed
TimeoutStopSec=11min
Restart=on-failure
RestartSec=5
RestartPreventExitStatus=2
UMask=0077

[Install]
WantedBy=default.target
UNIT
        then changed="$changed service"; fi
        systemctl --user daemon-reload
        systemctl --user --quiet enable sweep-agent.service
        # Without this a user's services end with the last login.
        loginctl enable-linger > /dev/null 2>&1 || how="$how, which ends with the last login: run 'loginctl enable-linger' there"
        if [ -n "$changed" ] || ! systemctl --user --quiet is-active sweep-agent.service; then
            changed=${changed:-service}
            : > "$mark"
            systemctl --user restart sweep-agent.service
        fi
    else
        how='kept running by a process, since there is no systemd for users: after a reboot, deploy again'
        if [ -n "$changed" ] || ! kept; then
            stop
            changed=${changed:-process}
            : > "$mark"
            cp "$share/current/deploy/ssh/keep.sh" "$share/keep.sh"
            setsid nohup sh "$share/keep.sh" < /dev/null > "$state/keeper.log" 2>&1 &
            echo $! > "$pid_file"
        fi
    fi
    # What no run needs any more; the archive that ran until now is kept, to go back to.
    ls -dt "$share"/????????????????????????????????????????????????????????????????/ 2> /dev/null | tail -n +3 | xargs -r rm -rf
    if [ -z "$changed" ]; then
        echo "$version runs as before ($how)"
    elif joined "$mark"; then
        echo "$version installed and joined ($how)"
    else
        echo "$version runs and has not joined within a minute; see $state/logs ($how)"
        exit 1
    fi
    ;;
remove)
    if [ ! -d "$share" ] && [ ! -d "$config" ]; then echo "nothing is here"; exit 0; fi
    stop
    if has_systemd && [ -e "$unit" ]; then
        systemctl --user --quiet disable sweep-agent.service
        rm -f "$unit"
        systemctl --user daemon-reload
    fi
    rm -rf "$share" "$config"
    echo "removed; $state keeps what was not delivered and the agent's key: the coordinator forgets it with 'sweep agents remove'"
    ;;
esac
