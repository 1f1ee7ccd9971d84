# Sourced by the launchers `sweep` and `sweep-agent`: builds both programs where sources changed, then becomes one of them.
# launch PROJECT PROGRAM ARGUMENTS...     (needs $root, the folder of the solution)

launch() {
    local project=$1 program=$2 dotnet
    shift 2
    if ! dotnet=$(find_dotnet); then
        echo "$program: the .NET 10 SDK is needed and 'dotnet' was not found: install it from https://dotnet.microsoft.com/download and try again." >&2
        exit 2
    fi
    if sources_changed; then build; fi
    exec "$dotnet" "$root/artifacts/bin/$project/release/$program.dll" "$@"
}

find_dotnet() {
    command -v dotnet && return
    local candidate
    for candidate in "${DOTNET_ROOT:-}/dotnet" "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet; do
        if [ -x "$candidate" ]; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# Folders count too: their times tell of files that were deleted or renamed.
sources_changed() {
    local stamp=$root/artifacts/launcher.stamp
    [ ! -e "$stamp" ] || [ -n "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" "$root/nuget.config" -newer "$stamp" -print -quit)" ]
}

# Who starts a program waits for what it needs, and is not told how its sources are written: that is for who builds the solution.
# One launcher builds, others wait for it. The stamp bears the time from before the build, so that a file saved meanwhile is built next time.
build() {
    mkdir -p "$root/artifacts"
    exec 9>"$root/artifacts/launcher.lock"
    if command -v flock > /dev/null; then flock 9; fi
    if sources_changed; then
        echo "building sweep…" >&2
        local begun=$root/artifacts/launcher.begun output=$root/artifacts/launcher.log
        touch "$begun"
        : > "$output"
        local part
        for part in Coordinator GpuAgent; do
            if ! (cd "$root" && "$dotnet" build "src/$part" --configuration Release -p:RunAnalyzers=false --verbosity quiet --nologo -nodeReuse:false) >> "$output" 2>&1 9>&-; then
                cat "$output" >&2
                echo "$program: the build failed; see above." >&2
                exit 2
            fi
        done
        mv "$begun" "$root/artifacts/launcher.stamp"
    fi
    exec 9>&-
}
