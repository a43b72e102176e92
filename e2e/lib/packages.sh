# Debian packages that the lab uses, installed when missing and when we may.

# need_packages COMMAND=PACKAGE...: installs the packages whose command is not there.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    have "${pair%%=*}" || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  have apt-get || fail "missing ${missing[*]}: install them with this machine's package manager and run this again."
  [ "$(id -u)" -eq 0 ] || fail "missing packages: run 'sudo apt-get install --no-install-recommends ${missing[*]}' and then this again."
  step "install ${missing[*]}" install_packages "${missing[@]}"
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "$@" || {
    apt-get update
    apt-get install -y --no-install-recommends "$@"
  }
}
