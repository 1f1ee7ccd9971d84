# Keeps an agent running where no service manager does: sh keep.sh, in the background, as `sweep deploy ssh` starts it.
# SIGTERM ends it with its agent, which finishes its epochs first.
share=$HOME/.local/share/sweep-agent
set -a
. "$HOME/.config/sweep-agent/agent.env"
set +a
ending=''
trap 'ending=yes; kill -TERM "$agent" 2> /dev/null' TERM
while [ -z "$ending" ]; do
    # The options are words.
    # shellcheck disable=SC2086
    "$share/current/sweep-agent" --home "$HOME/.local/state/sweep-agent" $SWEEP_AGENT_OPTIONS &
    agent=$!
    wait "$agent"
    status=$?
    if [ -n "$ending" ]; then
        wait "$agent" 2> /dev/null
        break
    fi
    # Bad input is no better the second time.
    case $status in 0 | 2) break ;; esac
    sleep 5
done
