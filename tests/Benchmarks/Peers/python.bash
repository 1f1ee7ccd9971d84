#!/usr/bin/env bash
# What the three peers in Python have in common: python.bash PACKAGE SCRIPT, and then what the benchmark says.
set -euo pipefail
package=$1 script=$(dirname "$0")/$2
case $3 in
install) apt-get install -y -qq "$package" > /dev/null ;;
run) exec /usr/bin/python3 "$script" run "${@:4}" ;;
results) exec /usr/bin/python3 "$script" results "$4" ;;
esac
