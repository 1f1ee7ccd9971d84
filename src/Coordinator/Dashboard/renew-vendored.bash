#!/usr/bin/env bash
# Fetches the libraries of the dashboard's page anew, as browsers load them: modules as their packages bring them, with nothing changed
# but the names that they import each other by, which a browser without a bundler does not know. Writes docs/third-party.md, whose hashes
# a test compares with the files. Needs npm and bash; what is built and run needs neither.
#
#     src/Coordinator/Dashboard/renew-vendored.bash             the versions below
#     src/Coordinator/Dashboard/renew-vendored.bash --newest    the newest ones, which are written into this file
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
table=$here/../../../docs/third-party.md

# PACKAGE VERSION, and each file of it: PATH-IN-PACKAGE=NAME-HERE
packages='
preact 11.2.0 dist/preact.mjs=preact.js hooks/dist/hooks.mjs=preact-hooks.js
htm 3.1.1 dist/htm.mjs=htm.js
@preact/signals-core 1.14.5 dist/signals-core.mjs=signals-core.js
@preact/signals 2.11.4 dist/signals.mjs=signals.js
uplot 1.6.32 dist/uPlot.esm.js=uplot.js dist/uPlot.min.css=uplot.css
echarts 6.1.0 dist/echarts.esm.min.mjs=echarts.js
@tanstack/virtual-core 3.19.11 dist/esm/index.js=virtual/index.js dist/esm/utils.js=virtual/utils.js dist/esm/ios-gesture.js=virtual/ios-gesture.js dist/esm/lazy-measurements.js=virtual/lazy-measurements.js dist/esm/scroll-classifier.js=virtual/scroll-classifier.js
'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -rf "$here/Page/vendor"
{
    echo '# What others wrote'
    echo
    echo 'The libraries of the dashboard, in `src/Coordinator/Dashboard/Page/vendor`, as `src/Coordinator/Dashboard/renew-vendored.bash`'
    echo 'brings them from npm. Their licences stand beside them. Packages of NuGet are in `Directory.Packages.props`.'
    echo
    echo '| package | version | licence | file | SHA-256 |'
    echo '|---|---|---|---|---|'
} > "$table"
while read -r package version files; do
    [ -n "$package" ] || continue
    if [ "${1:-}" = --newest ]; then
        newest=$(npm view "$package" version)
        sed -i "s|^$package $version |$package $newest |" "$here/renew-vendored.bash"
        version=$newest
    fi
    rm -rf "$work/package"
    (cd "$work" && npm pack --silent "$package@$version" > name && tar -xzf "$(cat name)")
    licence=$(sed -nE 's/^ *"license": "([^"]+)".*/\1/p' "$work/package/package.json")
    for file in $files; do
        target=$here/Page/vendor/${file#*=}
        mkdir -p "$(dirname "$target")"
        sed -E -e 's#(from|import) ?"preact/hooks"#\1"./preact-hooks.js"#g' -e 's#(from|import) ?"preact"#\1"./preact.js"#g' \
            -e 's#from ?"@preact/signals-core"#from"./signals-core.js"#g' -e '/^\/\/# sourceMappingURL=/d' \
            "$work/package/${file%%=*}" > "$target"
        echo "| $package | $version | $licence | ${file#*=} | $(sha256sum "$target" | cut -d' ' -f1) |" >> "$table"
    done
    cp "$work/package/LICENSE" "$here/Page/vendor/LICENSE.$(basename "$package")"
    [ ! -f "$work/package/NOTICE" ] || cp "$work/package/NOTICE" "$here/Page/vendor/NOTICE.$(basename "$package")"
done <<< "$packages"
