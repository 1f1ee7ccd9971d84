#compdef sweep sweep-agent
# Completion of `sweep` for zsh: source this file in ~/.zshrc, after compinit. It asks the program itself, so it knows the sweeps and trials of the home.
_sweep() {
    local typed=${(j: :)words[2,CURRENT]}
    local -a offered
    offered=(${(f)"$($words[1] "[suggest:${#typed}]" "$typed" 2> /dev/null)"})
    compadd -a offered || _files
}
if [[ ${funcstack[1]} == _sweep ]]; then _sweep "$@"; else compdef _sweep sweep sweep-agent; fi
