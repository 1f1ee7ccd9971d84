#!/usr/bin/env bash
# xargs -P: one program after the other on each slot; what each says is a file of its own.
set -euo pipefail
case $1 in
install) ;;
run) # TRIALS SECONDS SLOTS FOLDER
    mkdir "$5/said"
    seq "$2" | xargs -P "$4" -I '{}' sh -c 'sh "$1" "$2" "$3" > "$4/$3"' sh "$(dirname "$0")/trial.sh" "$3" '{}' "$5/said" ;;
results) # FOLDER
    for said in "$2"/said/*; do echo "$(basename "$said"),$(sed -E 's/[^0-9]*1?": //; s/\}//' "$said")"; done ;;
esac
