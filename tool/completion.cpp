// `aludel completion SHELL`: the script that makes a shell ask `aludel __complete`.
#include "tool/command.hpp"
#include "tool/output_file.hpp"

#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string shell;
    std::string output;
};

// bash takes `=` and `:` for ends of words, and wants what stands behind them alone.
constexpr auto bash = R"(# Completion of aludel for bash. Load it from ~/.bashrc: source <(aludel completion bash)
_aludel() {
    local line=${COMP_LINE:0:COMP_POINT} words current candidate prefix=
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    current=${words[${#words[@]}-1]}
    [[ $current == *[=:]* ]] && prefix=${current%"${current##*[=:]}"}
    COMPREPLY=()
    while IFS=$'\t' read -r candidate _; do
        case $candidate in
        :files)
            compopt -o filenames 2>/dev/null
            while read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "${current#"$prefix"}") ;;
        :directories)
            compopt -o filenames 2>/dev/null
            while read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -d -- "${current#"$prefix"}") ;;
        *) COMPREPLY+=("${candidate#"$prefix"}") ;;
        esac
    done < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
}
complete -F _aludel aludel
)";

constexpr auto zsh = R"(#compdef aludel
# Completion of aludel for zsh. Load it from ~/.zshrc, behind compinit: source <(aludel completion zsh)
_aludel() {
    local -a candidates
    local line
    for line in "${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        case $line in
        :files) _files ;;
        :directories) _files -/ ;;
        ?*) candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
        esac
    done
    (( $#candidates )) && _describe -V aludel candidates
}
if [[ $funcstack[1] == _aludel ]]; then _aludel "$@"; else compdef _aludel aludel; fi
)";

constexpr auto fish = R"(# Completion of aludel for fish. Load it from config.fish: aludel completion fish | source
function __aludel_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] __complete $words[2..] "$current" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$current"
            case :directories
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c aludel -f -k -a '(__aludel_complete)'
)";

int run(const Options& options) {
    write_output(options.output, options.shell == "bash" ? bash : options.shell == "zsh" ? zsh : fish);
    return done;
}

} // namespace

void add_completion(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("completion", "Prints what makes a shell complete the command line",
                                "aludel completion bash > ~/.local/share/bash-completion/completions/aludel");
    command.option("SHELL", options->shell, "bash, zsh or fish").required().one_of({"bash", "zsh", "fish"});
    command.option("--output", options->output, "Write it there instead").is(ValueKind::file);
    command.run([options](const ProjectChoice&) { return run(*options); });
}

} // namespace aludel::tool
