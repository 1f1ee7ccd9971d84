# shellcheck shell=sh
# Sourced by the launchers of the archives. start PROGRAM ARGUMENTS...     (needs $root, the unpacked folder)

start() {
    program=$1
    shift
    # TLS comes from the system's OpenSSL, which gets the system's security updates. Where there is none, the archive has one.
    if [ -d "$root/lib/openssl" ] && ! has_openssl; then
        export LD_LIBRARY_PATH="$root/lib/openssl${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    fi
    exec "$root/lib/$program/$program" "$@"
}

has_openssl() {
    grep -qs 'libssl\.so\.3' /etc/ld.so.cache && return
    for folder in /lib/x86_64-linux-gnu /usr/lib/x86_64-linux-gnu /lib64 /usr/lib64 /usr/lib; do
        [ ! -e "$folder/libssl.so.3" ] || return 0
    done
    return 1
}
