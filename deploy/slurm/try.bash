#!/usr/bin/env bash
# Tries the array of agents on a Slurm of this machine's own: try.bash FOLDER_OF_ARCHIVES
# Needs root and Debian's packages slurmctld, slurmd, slurm-client and munge; starts its own daemons from a folder of its own, in namespaces
# of its own, and ends them. Two agents train a sweep; one of them is requeued in the middle of a run.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/own.bash"
inside_own_namespaces "${BASH_SOURCE[0]}" "$(readlink -f "$1")"
archives=$1
work=$(mktemp -d /tmp/slurm.XXXXXX)
trap 'rm -rf "$work"' EXIT
mkdir -m 755 "$work/lab"
own_slurm "$work" 10.78.0.1 4 8000 $'ReturnToService=2\nKillWait=60'

cd "$work/lab"
for archive in "$archives"/sweep-*.tar.gz; do tar -xzf "$archive"; done
cd sweep-*/
cat > sweep.yaml <<'YAML'
name: slurm
dataset: { name: shapes10, train: 4000, validation: 1000 }
space:
  lr: { log: [1e-4, 1e-2], count: 14 }
  epochs: [2, 6]
YAML
./sweep serve --home "$work/lab/home" > "$work/serve.log" 2>&1 &
until grep -q 'Agents join' "$work/serve.log"; do sleep 0.2; done
./sweep agents invite --uses 2 --home "$work/lab/home" > "$work/join"
export SWEEP_JOIN_FILE=$work/join
export SWEEP_HOME_OF_AGENTS=$work/lab/agents
job=$(sbatch --parsable --array=1-2 --cpus-per-task=1 --time=00:30:00 deploy/slurm/agents.sbatch)
./sweep run sweep.yaml --home "$work/lab/home" --quiet > "$work/best" 2> "$work/watch" &
run=$!
until [ "$(grep -l 'from epoch 0' sweep-agent-*.out 2> /dev/null | wc -l)" = 2 ]; do sleep 1; done
squeue
sleep 20
echo "--- requeued in the middle of a run: ${job}_1"
scontrol requeue "${job}_1"
sleep 10
squeue -h -o '%i %T %r'
wait $run || { cat "$work/watch"; exit 1; }
cat "$work/best"
./sweep verify --complete --home "$work/lab/home"
squeue
echo '--- what the requeued agent said'
cat sweep-agent-*_1.out
scancel "$job"
for _ in $(seq 60); do [ -z "$(squeue -h)" ] && break; sleep 1; done
squeue
