# Progress: every step says what it does and how long it took. Sourced by the other files, in bash.

lab_repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
lab_cache=${LVS_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lvs-operator}
export PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }

# fail SENTENCE: the sentence says what is missing and what to do about it. A script that promises a last line sets
# lab_last_line to what it is then.
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  if [ -n "${lab_last_line:-}" ]; then say "$lab_last_line"; fi
  exit 1
}

# step NAME COMMAND...: its output goes to a log that is shown only when it fails.
step() {
  local name=$1 begin=$EPOCHREALTIME log status=0
  shift
  mkdir -p "$lab_cache/log"
  log=$lab_cache/log/${1//[^a-zA-Z0-9_-]/_}-$$.log
  printf -- '-- %s ...' "$name"
  # In a subshell of its own "set -e" counts again, which "if" and "||" would switch off.
  set +e
  (
    set -e
    "$@"
  ) >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    printf ' failed after %s\n' "$(since "$begin")"
    tail -n 40 "$log" >&2
    fail "$name (status $status); the whole log is $log"
  fi
  printf ' %s\n' "$(since "$begin")"
  rm -f "$log"
}

# since EPOCHREALTIME: the seconds that passed, with one decimal.
since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", b - a }'; }

# have COMMAND
have() { command -v "$1" >/dev/null 2>&1; }
