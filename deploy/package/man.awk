# One command's help screen into sections of a manual page. -v level=program|command; -v name="sweep data show"
function plain(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/) text = "\\&" text
    return text
}
function entry() {
    if (term != "" && !leftOut) printf ".TP\n.B %s\n%s\n", plain(term), plain(told)
    term = told = ""
}
function heading(text) { printf level == "program" ? ".SH %s\n" : ".PP\n.I %s\n", level == "program" ? toupper(text) : text ":" }

BEGIN { if (level == "command") printf ".SS \"%s\"\n", plain(name) }
/^[A-Z][a-z]+:$/ {
    entry()
    section = substr($0, 1, length($0) - 1)
    leftOut = 0
    if (section == "Usage" && level == "program") print ".SH SYNOPSIS"
    else if (section == "Description" && level == "program") print ".SH DESCRIPTION"
    else if (section == "Arguments" || section == "Options") heading(section)
    next
}
/^$/ { next }
section == "Description" { sub(/^ +/, ""); sub(/ +$/, ""); print plain($0); next }
section == "Usage" { sub(/^ +/, ""); printf level == "program" ? ".B %s\n" : ".PP\n.B %s\n", plain($0); next }
section == "Commands" { next }
/^  [^ ]/ {
    entry()
    line = substr($0, 3)
    cut = match(line, /  +/)
    term = cut ? substr(line, 1, cut - 1) : line
    told = cut ? substr(line, RSTART + RLENGTH) : ""
    sub(/ +$/, "", told)
    # Options that every command takes come after --help, and are explained once.
    if (level == "command" && section == "Options" && term == "-h, --help") { term = ""; leftOut = 1 }
    next
}
{ sub(/^ +/, ""); sub(/ +$/, ""); told = told == "" ? $0 : told " " $0 }
END { entry() }
