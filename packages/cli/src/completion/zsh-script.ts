/** To be sourced, or to lie in a folder of `fpath` as `_modelfleet`. */
export const zshScript = String.raw`#compdef modelfleet
_modelfleet() {
  local -a lines values
  local line
  lines=("\${(@f)$("\${(Q)words[1]}" __complete -- "\${(@Q)words[2,CURRENT]}" 2> /dev/null)}")
  for line in "\${(@)lines[2,-1]}"; do
    values+=("\${\${line%%$'\t'*}//:/\\:}:\${line#*$'\t'}")
  done
  (( $#values )) && _describe modelfleet values
  [[ $lines[1] == files ]] && _files
  return 0
}
if [[ $funcstack[1] == _modelfleet ]]; then
  _modelfleet "$@"
else
  compdef _modelfleet modelfleet
fi
`.replaceAll("\\$", "$");
