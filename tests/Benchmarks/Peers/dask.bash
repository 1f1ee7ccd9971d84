#!/usr/bin/env bash
exec "$(dirname "$0")/python.bash" python3-distributed dask_trials.py "$@"
