#!/usr/bin/env bash
# GNU parallel, which keeps what each program says, and a log of all that goes on where it was cut off (--resume).
set -euo pipefail
case $1 in
install) apt-get install -y -qq parallel > /dev/null ;;
run) # TRIALS SECONDS SLOTS FOLDER
    seq "$2" | parallel --will-cite -j "$4" --results "$5/said" --joblog "$5/log" sh "$(dirname "$0")/trial.sh" "$3" > /dev/null ;;
results) # FOLDER
    for said in "$2"/said/1/*/stdout; do echo "$(basename "$(dirname "$said")"),$(sed -E 's/.*: ([0-9]+)\}/\1/' "$said")"; done ;;
esac
