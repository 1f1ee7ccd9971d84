#!/usr/bin/env bash
# Tries the array of agents on a Slurm of this machine's own: try.bash FOLDER_OF_ARCHIVES
# Needs root and Debian's packages slurmctld, slurmd, slurm-client and munge; starts its own daemons from a folder of its own, in namespaces
# of its own, and ends them. Two agents train a sweep; one of them is requeued in the middle of a run.
set -euo pipefail
if [ -z "${SWEEP_TRY_INSIDE:-}" ]; then
    SWEEP_TRY_INSIDE=1 exec unshare --mount --pid --fork --kill-child --net --uts --mount-proc bash "$(readlink -f "${BASH_SOURCE[0]}")" "$(readlink -f "$1")"
fi
archives=$1
work=$(mktemp -d /tmp/slurm.XXXXXX)
trap 'rm -rf "$work"' EXIT
ip link set lo up
ip link add lab type bridge
ip addr add 10.78.0.1/24 dev lab
ip link set lab up
hostname slurm
{ cat /etc/hosts; echo "10.78.0.1 slurm"; } > "$work/hosts"
mount --bind "$work/hosts" /etc/hosts
chmod 755 "$work"
mkdir -m 755 "$work/munge" "$work/spool" "$work/state" "$work/lab"
mount -t tmpfs tmpfs /run
mkdir -p /run/munge

dd if=/dev/urandom of="$work/munge/key" bs=1 count=1024 2> /dev/null
chmod 400 "$work/munge/key"
munged --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed"

cat > "$work/slurm.conf" <<CONF
ClusterName=lab
SlurmctldHost=slurm(10.78.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
KillWait=60
NodeName=slurm NodeAddr=10.78.0.1 CPUs=4 RealMemory=8000 State=UNKNOWN
PartitionName=lab Nodes=slurm Default=YES MaxTime=1:00:00 State=UP
CONF
export SLURM_CONF=$work/slurm.conf
slurmctld -D -f "$SLURM_CONF" > "$work/slurmctld.out" 2>&1 &
slurmd -D -f "$SLURM_CONF" > "$work/slurmd.out" 2>&1 &
for _ in $(seq 100); do sinfo -h -o %T 2> /dev/null | grep -q idle && break; sleep 0.5; done
sinfo -h -o %T | grep -q idle || { tail "$work"/*.out "$work"/*.log; exit 1; }

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
