// A template's own `${` is escaped, and the escape taken out again.
/** Runs on bash 3.2 too, which macOS has. Its own words are cut at `:` and `=`, which names and options hold. */
export const bashScript = String.raw`# bash completion of modelfleet
_modelfleet() {
  local line=\${COMP_LINE:0:COMP_POINT} kind="" value rest prefix="" cur
  local -a words=()
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  cur=\${words[\${#words[@]}-1]}
  # Readline puts the answer in place of what follows the last of its own word breaks.
  [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]] && prefix=\${cur%"\${cur##*:}"}
  [[ $cur == *=* && $COMP_WORDBREAKS == *=* && $prefix != *=* ]] && prefix=\${cur%"\${cur##*=}"}
  COMPREPLY=()
  while IFS=$'\t' read -r value rest; do
    if [[ -z $kind ]]; then
      kind=$value
    else
      COMPREPLY+=("\${value#"$prefix"}")
    fi
  done < <("\${words[0]/#\~/$HOME}" __complete -- "\${words[@]:1}" 2> /dev/null)
  if [[ $kind == files ]]; then
    compopt -o filenames 2> /dev/null
    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "\${cur#"$prefix"}")
  fi
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace 2> /dev/null
  return 0
}
complete -F _modelfleet modelfleet
`.replaceAll("\\$", "$");
