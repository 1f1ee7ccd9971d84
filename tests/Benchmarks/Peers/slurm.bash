#!/usr/bin/env bash
# An array of SLURM's, on a controller and a node of this machine's own, in namespaces of their own (needs root). What each task says is a file.
# Starting and stopping the daemons is not measured: a cluster is there before its users are.
set -euo pipefail
case $1 in
install) apt-get install -y -qq slurmctld slurmd slurm-client munge > /dev/null ; exit ;;
results)
    for said in "$2"/said/*; do echo "$(basename "$said"),$(sed -E 's/.*: ([0-9]+)\}/\1/' "$said")"; done ; exit ;;
esac
if [ -z "${PEERS_INSIDE:-}" ]; then
    PEERS_INSIDE=1 exec unshare --mount --pid --fork --kill-child --net --uts --mount-proc bash "$(readlink -f "$0")" "$@"
fi
trials=$2 seconds=$3 slots=$4 folder=$5 trial=$(readlink -f "$(dirname "$0")/trial.sh")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
# The loopback alone is no network to its daemons: they look for an address beside it.
ip link set lo up
ip link add peers type bridge
ip addr add 10.79.0.1/24 dev peers
ip link set peers up
hostname slurm
{ cat /etc/hosts; echo '10.79.0.1 slurm'; } > "$work/hosts"
mount --bind "$work/hosts" /etc/hosts
mkdir -m 755 "$work/munge" "$work/spool" "$work/state" "$folder/said"
mount -t tmpfs tmpfs /run
mkdir -p /run/munge
dd if=/dev/urandom of="$work/munge/key" bs=1 count=1024 2> /dev/null
chmod 400 "$work/munge/key"
munged --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" --log-file="$work/munge/log" \
    --seed-file="$work/munge/seed"
cat > "$work/slurm.conf" <<CONF
ClusterName=peers
SlurmctldHost=slurm(10.79.0.1)
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
SchedulerParameters=default_queue_depth=1000,sched_min_interval=0
MaxArraySize=$((trials + 1))
MaxJobCount=$((trials + 1000))
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
NodeName=slurm NodeAddr=10.79.0.1 CPUs=$slots RealMemory=1000 State=UNKNOWN
PartitionName=peers Nodes=slurm Default=YES MaxTime=1:00:00 State=UP
CONF
export SLURM_CONF=$work/slurm.conf
slurmctld -D -f "$SLURM_CONF" > "$work/slurmctld.out" 2>&1 &
slurmd -D -f "$SLURM_CONF" > "$work/slurmd.out" 2>&1 &
for _ in $(seq 100); do sinfo -h -o %T 2> /dev/null | grep -q idle && break; sleep 0.5; done
sinfo -h -o %T | grep -q idle || { tail "$work"/*.out "$work"/*.log >&2; exit 1; }
cd "$work"
began=$(date +%s.%N)
sbatch --wait --array="1-$trials" --cpus-per-task=1 --mem=1 --output="$folder/said/%a" \
    --wrap "sh $trial $seconds \$SLURM_ARRAY_TASK_ID" > /dev/null
echo "seconds: $(echo "$began $(date +%s.%N)" | awk '{ printf "%.3f", $2 - $1 }')"
