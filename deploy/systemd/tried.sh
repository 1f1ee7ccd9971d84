# Runs on the system that try.bash boots.
set -ex
trap 'systemctl --no-block poweroff' EXIT
umask 077
systemctl start sweep || { journalctl --no-pager -u sweep | tail; exit 1; }
systemctl --no-pager status sweep | head -n 8
/opt/sweep/sweep agents invite --home /var/lib/private/sweep > /tmp/join
grep -oE 'SWEEP_JOIN=[^ ]+' /tmp/join > /etc/sweep/agent.env
systemctl start sweep-agent || { journalctl --no-pager -u sweep-agent | tail; exit 1; }
systemctl --no-pager status sweep-agent | head -n 8
for _ in $(seq 60); do /opt/sweep/sweep agents --home /var/lib/private/sweep | grep online && break; sleep 1; done
/opt/sweep/sweep run --quiet /opt/sweep/deploy/sweeps/quickstart.yaml --home /var/lib/private/sweep > /tmp/best 2>&1 &
for _ in $(seq 60); do journalctl --no-pager -u sweep-agent | grep -q 'Slot 1: run' && break; sleep 1; done
: an agent that is stopped in the middle of its runs
systemctl stop sweep-agent
journalctl --no-pager --output=short-precise -u sweep-agent | tail -n 6
systemctl start sweep-agent
: a coordinator that is killed, and comes back by itself
kill -9 "$(systemctl show -p MainPID --value sweep)"
sleep 5
systemctl show -p NRestarts -p ActiveState sweep
wait
head -n 3 /tmp/best
/opt/sweep/sweep verify --complete --home /var/lib/private/sweep
systemctl stop sweep sweep-agent
systemctl show -p Result -p ActiveState sweep sweep-agent
systemd-analyze security --no-pager sweep | tail -n 1
systemd-analyze security --no-pager sweep-agent | tail -n 1
echo finished
