#!/usr/bin/env bash
exec "$(dirname "$0")/python.bash" python3-optuna optuna_trials.py "$@"
