#!/usr/bin/env bash
# An array of SLURM's, on a controller and a node of this machine's own, in namespaces of their own (needs root). What each task says is a file.
# Starting and stopping the daemons is not measured: a cluster is there before its users are.
set -euo pipefail
case $1 in
install) apt-get install -y -qq slurmctld slurmd slurm-client munge > /dev/null ; exit ;;
results)
    for said in "$2"/said/*; do echo "$(basename "$said"),$(sed -E 's/.*: ([0-9]+)\}/\1/' "$said")"; done ; exit ;;
esac
source "$(dirname "$0")/../../../deploy/slurm/own.bash"
inside_own_namespaces "$0" "$@"
trials=$2 seconds=$3 slots=$4 folder=$5 trial=$(readlink -f "$(dirname "$0")/trial.sh")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -m 755 "$folder/said"
own_slurm "$work" 10.79.0.1 "$slots" 1000 \
    "$(printf '%s\n' SchedulerParameters=default_queue_depth=1000,sched_min_interval=0 MaxArraySize=$((trials + 1)) MaxJobCount=$((trials + 1000)))"
cd "$work"
began=$(date +%s.%N)
sbatch --wait --array="1-$trials" --cpus-per-task=1 --mem=1 --output="$folder/said/%a" \
    --wrap "sh $trial $seconds \$SLURM_ARRAY_TASK_ID" > /dev/null
echo "seconds: $(echo "$began $(date +%s.%N)" | awk '{ printf "%.3f", $2 - $1 }')"
