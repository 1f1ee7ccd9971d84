#!/usr/bin/env bash
# Tries archives on a bare Debian 12: try.bash FOLDER_OF_ARCHIVES [ROOT]
# ROOT is a folder with a bare system (debootstrap --variant=minbase bookworm ROOT makes one; without it, one is made). Needs root. The
# programs run in it as nobody, with nothing installed, no network but the loopback, and a root that cannot be written outside /tmp.
set -euo pipefail
archives=$(readlink -f "$1")
system=${2:-}
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "$system" ]; then
    system=$work/system
    debootstrap --variant=minbase bookworm "$system" > "$work/debootstrap.log" || { tail "$work/debootstrap.log"; exit 1; }
fi
ls "$system"/usr/lib/*/libssl.so* 2> /dev/null && echo "(this system has OpenSSL: that of the archive is not tried)"

echo '--- newest symbol versions that any file asks for: Ubuntu 22.04 has GLIBC_2.35, GLIBCXX_3.4.30, CXXABI_1.3.13'
mkdir "$work/all"
for archive in "$archives"/sweep-*.tar.gz; do tar -xzf "$archive" -C "$work/all"; done
# A version that is asked for weakly (0x02) need not be there.
newest() { # SYMBOLS NEWEST
    local found
    found=$(find "$work/all" -type f \( -name '*.so' -o -name '*.so.*' -o -perm -u+x \) -exec grep -laE '^.ELF' {} + |
        while read -r file; do objdump -p "$file"; done | awk -v symbols="^$1_[0-9]" '$2 == "0x00" && $4 ~ symbols { print $4 }' | sort -uV | tail -n 1)
    echo "$found"
    [ "$(printf '%s\n' "$found" "$1_$2" | sort -V | tail -n 1)" = "$1_$2" ] || { echo "newer than $1_$2"; exit 1; }
}
newest GLIBC 2.35
newest GLIBCXX 3.4.30
newest CXXABI 1.3.13

cp "$here/tried.sh" "$work/"
mkdir "$work/archives"
cp "$archives"/sweep-*.tar.gz "$work/archives/"
chmod -R a+rX "$work"
unshare --mount --pid --fork --net --uts bash -euc '
    hostname bare
    ip link set lo up 2> /dev/null || true
    mount --bind "$1" "$1"
    mount -t proc proc "$1/proc"
    mount -t tmpfs tmpfs "$1/tmp"
    mount --rbind /dev "$1/dev"
    mkdir "$1/tmp/archives"
    cp "$2"/archives/* "$1/tmp/archives/"
    cp "$2/tried.sh" "$1/tmp/"
    chmod 1777 "$1/tmp"
    mount -o remount,bind,ro "$1"
    exec chroot "$1" setpriv --reuid 65534 --regid 65534 --clear-groups env -i PATH=/usr/bin:/bin HOME=/tmp/home sh /tmp/tried.sh
' - "$system" "$work"
