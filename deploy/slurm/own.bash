# Sourced by what tries something on a Slurm of this machine's own (Debian's packages slurmctld, slurmd, slurm-client and munge; root):
#
#   inside_own_namespaces FILE ARGUMENTS...           goes on in namespaces that end with this process, with all that was started in them
#   own_slurm FOLDER ADDRESS CPUS MEMORY [LINES]      a controller and one node there, and its partition; more lines for slurm.conf
#
# The daemons have the folder for all that they write; they are ended by the end of the namespaces.

inside_own_namespaces() {
    [ -n "${OWN_SLURM_INSIDE:-}" ] || OWN_SLURM_INSIDE=1 exec unshare --mount --pid --fork --kill-child --net --uts --mount-proc bash "$(readlink -f "$1")" "${@:2}"
}

own_slurm() {
    local folder=$1 address=$2 cpus=$3 memory=$4 lines=${5:-}
    chmod 755 "$folder"
    # The loopback alone is no network to its daemons: they look for an address beside it.
    ip link set lo up
    ip link add lab type bridge
    ip addr add "$address/24" dev lab
    ip link set lab up
    hostname slurm
    { cat /etc/hosts; echo "$address slurm"; } > "$folder/hosts"
    mount --bind "$folder/hosts" /etc/hosts
    mkdir -m 755 "$folder/munge" "$folder/spool" "$folder/state"
    mount -t tmpfs tmpfs /run
    mkdir -p /run/munge

    dd if=/dev/urandom of="$folder/munge/key" bs=1 count=1024 2> /dev/null
    chmod 400 "$folder/munge/key"
    munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
        --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"

    cat > "$folder/slurm.conf" <<CONF
ClusterName=lab
SlurmctldHost=slurm($address)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
NodeName=slurm NodeAddr=$address CPUs=$cpus RealMemory=$memory State=UNKNOWN
PartitionName=lab Nodes=slurm Default=YES MaxTime=1:00:00 State=UP
$lines
CONF
    export SLURM_CONF=$folder/slurm.conf
    slurmctld -D -f "$SLURM_CONF" > "$folder/slurmctld.out" 2>&1 &
    slurmd -D -f "$SLURM_CONF" > "$folder/slurmd.out" 2>&1 &
    for _ in $(seq 100); do
        if sinfo -h -o %T 2> /dev/null | grep -q idle; then return; fi
        sleep 0.5
    done
    tail "$folder"/*.out "$folder"/*.log >&2
    return 1
}
