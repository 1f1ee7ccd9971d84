# Completion of `sweep` and `sweep-agent` for bash: source this file, for instance in ~/.bashrc. It asks the program itself, so it knows the sweeps and
# trials of the home.
_sweep() {
    local typed=${COMP_LINE:0:COMP_POINT} program=$1
    [[ $typed == *[[:space:]]* ]] || return
    typed=${typed#*[[:space:]]}
    mapfile -t COMPREPLY < <(compgen -W "$("$program" "[suggest:${#typed}]" "$typed" 2> /dev/null)" -- "$2")
}
complete -o default -F _sweep sweep ./sweep sweep-agent ./sweep-agent
