#!/usr/bin/env bash
# Tries both units under a real systemd: try.bash FOLDER_OF_ARCHIVES [ROOT]
# ROOT is a folder that may be changed, with a bare Debian that boots (debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus
# bookworm ROOT makes one; without it, one is made). Needs root and Debian's package systemd-container. It says "finished" where all of it has run.
set -euo pipefail
archives=$(readlink -f "$1")
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
system=${2:-$work/system}
[ -d "$system" ] || debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus bookworm "$system" > "$work/debootstrap.log"

for archive in "$archives"/sweep-*.tar.gz; do tar -xzf "$archive" -C "$system/opt"; done
ln -sfn "$(basename "$system"/opt/sweep-[0-9]*)" "$system/opt/sweep"
cp "$here"/*.service "$system/etc/systemd/system/"
mkdir -p "$system/etc/sweep" "$system/etc/systemd/system/multi-user.target.wants"
echo 'SWEEP_HOST=127.0.0.1' > "$system/etc/sweep/coordinator.env"
install -m 755 "$here/tried.sh" "$system/tried.sh"
cat > "$system/etc/systemd/system/tried.service" <<'UNIT'
[Unit]
After=basic.target dbus.service
[Service]
Type=oneshot
ExecStart=/bin/sh /tried.sh
StandardOutput=file:/tried.log
StandardError=file:/tried.log
UNIT
ln -sfn /lib/systemd/system/multi-user.target "$system/etc/systemd/system/default.target"
ln -sfn /etc/systemd/system/tried.service "$system/etc/systemd/system/multi-user.target.wants/tried.service"
: > "$system/etc/machine-id"
: > "$system/tried.log"
timeout 600 systemd-nspawn --quiet --register=no --keep-unit --directory="$system" --private-network --boot --console=pipe > "$work/boot.log" 2>&1 < /dev/null || true
cat "$system/tried.log"
grep -qx finished "$system/tried.log" || { tail "$work/boot.log"; exit 1; }
