export const fishScript = String.raw`# fish completion of modelfleet
function __modelfleet_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    set -l current (commandline -ct)
    set -l lines ($program __complete -- $words "$current" 2> /dev/null)
    test "$lines[1]" = files; and __fish_complete_path "$current"
    set -e lines[1]
    string join \n -- $lines
end
complete -c modelfleet -f -a '(__modelfleet_complete)'
`;
