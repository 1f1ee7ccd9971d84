#!/usr/bin/env bash
# Makes the archives that run without an SDK: package.bash [--out DIR] [--backend cpu|cuda]
# Needs a checkout and the .NET 10 SDK. What it builds stays below artifacts/package, so that the next time is shorter.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$(readlink -f "$here/../..")
source "$root/src/launch.bash"

refuse() { echo "sweep package: $1" >&2; exit 2; }

out=$PWD backend=cpu
while [ $# -gt 0 ]; do
    case $1 in
        --out | --backend) [ $# -gt 1 ] && [ -n "$2" ] || refuse "$1 is given without a value: ./sweep package [--out DIR] [--backend cpu|cuda]." ;;&
        --out) out=$2; shift 2 ;;
        --backend) backend=$2; shift 2 ;;
        --out=?*) out=${1#*=}; shift ;;
        --backend=?*) backend=${1#*=}; shift ;;
        *) refuse "'$1' is not understood: ./sweep package [--out DIR] [--backend cpu|cuda]." ;;
    esac
done
case $backend in cpu | cuda) ;; *) refuse "--backend '$backend' is not known; known are cpu, cuda." ;; esac
[ -d "$root/src/Coordinator" ] || refuse "archives are made from a checkout, and $root is none."
dotnet=$(find_dotnet) || refuse "the .NET 10 SDK is needed and 'dotnet' was not found: install it from https://dotnet.microsoft.com/download and try again."
for tool in awk tar gzip sha256sum; do command -v $tool > /dev/null || refuse "'$tool' is needed and was not found: install it and try again."; done
[ "$(uname -sm)" = 'Linux x86_64' ] || refuse "archives are made on Linux x64."
mkdir -p "$out"
out=$(readlink -f "$out")

build=$root/artifacts/package
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

publish() { # PROJECT BACKEND
    local folder=$build/publish/$1
    rm -rf "$folder"
    (cd "$root" && "$dotnet" publish "src/$1" --configuration Release --runtime linux-x64 --self-contained true --output "$folder" \
        --verbosity quiet --nologo -nodeReuse:false -p:ArtifactsPath="$build/" -p:PublishReadyToRun=true -p:CompileAhead=false \
        -p:ContinuousIntegrationBuild=true -p:PublishDocumentationFiles=false -p:PublishReferencesDocumentationFiles=false \
        -p:RunAnalyzers=false -p:TorchBackend="$2") >&2
}

# Sizes and names depend on nothing but the commit, the SDK and the machine's OpenSSL: the same again gives the same archive.
pack() { # ARCHIVE FOLDER
    local when
    when=$(git -C "$root" log -1 --format=%ct 2> /dev/null || echo 0)
    (cd "$stage/$2" && tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:-$when}" --mode=u+w,go-w,a+rX \
        --format=gnu -cf - *) | gzip -n -6 > "$out/$1.part"
    mv "$out/$1.part" "$out/$1"
    printf '%s  %s  %s\n' "$(sha256sum < "$out/$1" | cut -d ' ' -f 1)" "$(du -h --apparent-size "$out/$1" | cut -f 1)" "$out/$1"
}

# TLS needs OpenSSL 3, which a bare Debian lacks. This machine's, where it runs on every system that the archives are for: see launch.sh.
carry_openssl() { # TO
    local folder name
    for folder in /usr/lib/x86_64-linux-gnu /usr/lib64; do
        [ -e "$folder/libssl.so.3" ] || continue
        if grep -aoE 'GLIBC_2\.[0-9]+' "$folder/libssl.so.3" "$folder/libcrypto.so.3" -h | sort -uV | awk -F. '$2 > 35 { newer = 1 } END { exit !newer }'; then
            break
        fi
        mkdir -p "$1"
        for name in libssl.so.3 libcrypto.so.3; do install -m 644 "$(readlink -f "$folder/$name")" "$1/$name"; done
        return
    done
    echo "sweep package: this machine has no libssl.so.3 that also runs on Ubuntu 22.04: the archives need the system's (package libssl3)." >&2
}

lay_out() { # ARCHIVE'S FOLDER, PROGRAM, PROJECT
    local to=$stage/$1/$top
    mkdir -p "$to/lib" "$to/share/man/man1" "$to/deploy"
    cp -r "$build/publish/$3" "$to/lib/$2"
    # A store of Akka's that nothing here opens: it asks for a newer glibc than the systems have that the archives are for.
    rm -f "$to/lib/$2/liblmdb.so"
    install -m 755 "$here/$2" "$to/$2"
    install -m 644 "$here/launch.sh" "$to/lib/launch.sh"
    carry_openssl "$to/lib/openssl"
    bash "$here/man.bash" "$to/lib/$2/$2" "$2" | gzip -n > "$to/share/man/man1/$2.1.gz"
    install -D -m 644 "$root/deploy/completion.bash" "$to/share/bash-completion/completions/$2"
    install -D -m 644 "$root/deploy/completion.zsh" "$to/share/zsh/site-functions/_sweep"
    cp -r "$root/deploy/systemd" "$root/deploy/ssh" "$to/deploy/"
}

publish Coordinator cpu
publish GpuAgent "$backend"
version=$("$build/publish/Coordinator/sweep" --version | awk '{ print $2; exit }' | tr -d ,)
version=${version%%+*}
top=sweep-$version

# Both unpack into one folder, so that each finds the other beside it.
lay_out coordinator sweep Coordinator
# libtorch's side of TorchSharp, which only trainers load; and the agent's own files, which the coordinator has as a library.
(cd "$stage/coordinator/$top/lib/sweep" && rm -f libLibTorchSharp.so sweep-agent sweep-agent.deps.json sweep-agent.runtimeconfig.json)
cp -r "$root/deploy/sweeps" "$root/deploy/grafana" "$stage/coordinator/$top/deploy/"
cp "$root/README.md" "$root/CHANGELOG.md" "$stage/coordinator/$top/"
lay_out agent sweep-agent GpuAgent
cp -r "$root/deploy/slurm" "$stage/agent/$top/deploy/"

pack "sweep-$version-linux-x64.tar.gz" coordinator
pack "sweep-agent-$version-linux-x64$([ "$backend" = cpu ] || echo "-$backend").tar.gz" agent
