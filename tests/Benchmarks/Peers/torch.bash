#!/usr/bin/env bash
exec "$(dirname "$0")/python.bash" python3-torch torch_trials.py "$@"
