# Runs on the bare system of try.bash.
set -eu
mkdir "$HOME"
cd /tmp
say() { printf '\n--- %s\n' "$*"; }
expect() { grep -q "$1" "$2" || { echo "expected: $1"; cat "$2"; exit 1; }; }

say 'the coordinator alone'
tar -xzf archives/sweep-[0-9]*.tar.gz
cd sweep-*
./sweep --version
for word in status plan run; do
    status=0
    case $word in
        status) ./sweep status > /tmp/said 2>&1 || status=$? ;;
        plan) ./sweep plan deploy/sweeps/quickstart.yaml > /tmp/said 2>&1 || status=$? ;;
        run) ./sweep run deploy/sweeps/quickstart.yaml > /tmp/said 2>&1 || status=$? ;;
    esac
    echo "sweep $word: exit $status: $(head -n 2 /tmp/said | tr '\n' ' ')"
done
expect 'an archive of its own' /tmp/said
./sweep package > /tmp/said 2>&1 || true
expect 'in a checkout' /tmp/said
cat /tmp/said
./sweep completion bash | bash -n
ls -l share/man/man1 share/bash-completion/completions

say 'with the agent beside it'
tar -xzf /tmp/archives/sweep-agent-*.tar.gz -C /tmp
./sweep-agent --version
./sweep-agent devices
./sweep run deploy/sweeps/quickstart.yaml 2> /tmp/errors > /tmp/said || { cat /tmp/said /tmp/errors; exit 1; }
cat /tmp/said
./sweep verify --complete
./sweep report --out /tmp/report.html
./sweep export parquet --out /tmp/parquet
./sweep reproduce best
echo "all of it ran"
