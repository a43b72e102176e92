# The sandbox: network, mount and process namespaces of our own, in which the API server, the guest and the tests run.
# Ending its first process ends everything in it, so nothing can stay behind. Result: lab_sandbox, the words before a command.

find_sandbox() {
  local namespaces=(unshare --net --mount --pid --fork --kill-child --mount-proc --propagation private)
  if [ "$(id -u)" -eq 0 ] && "${namespaces[@]}" true 2>/dev/null; then
    lab_sandbox=("${namespaces[@]}")
  elif "${namespaces[@]}" --user --map-root-user true 2>/dev/null; then
    lab_sandbox=("${namespaces[@]}" --user --map-root-user)
  else
    case $LVS_LAB_BED in
      kvm | tcg) lab_sandbox=() ;;
      *) fail "this machine lets us make no namespaces, which the lab's kernel '$LVS_LAB_BED' needs: run as root, or set LVS_LAB_KERNEL=vm." ;;
    esac
  fi
}

# in_sandbox COMMAND...: with the loopback interface up. On Ctrl-C or TERM, or our own death, everything in it is killed.
in_sandbox() {
  local status=0
  # A job in the background would read /dev/null; the demo's prompt reads ours.
  exec 3<&0
  if [ ${#lab_sandbox[@]} -eq 0 ]; then
    setpriv --pdeathsig KILL "$@" <&3 3<&- &
  else
    setpriv --pdeathsig KILL "${lab_sandbox[@]}" bash -c 'ip link set lo up && exec "$@"' sandbox "$@" <&3 3<&- &
  fi
  sandbox_pid=$!
  trap 'kill_sandbox; exit 130' INT TERM
  trap 'kill_sandbox' EXIT
  wait "$sandbox_pid" || status=$?
  trap - INT TERM EXIT
  sandbox_pid=
  return $status
}

# kill_sandbox: unshare passes its own end on to the first process of the namespaces, whose end the kernel passes on to all.
kill_sandbox() {
  [ -n "${sandbox_pid:-}" ] || return 0
  kill -KILL "$sandbox_pid" 2>/dev/null || true
  wait "$sandbox_pid" 2>/dev/null || true
  sandbox_pid=
}

# only_this_lab: two labs of one work tree would write over each other's files.
only_this_lab() {
  mkdir -p "$lab_repo/e2e/target"
  exec 9>"$lab_repo/e2e/target/.lab.lock"
  flock -n 9 || fail "another e2e/demo or e2e/verify runs in this work tree: wait for it, or use another work tree."
}
