# Finds or makes kube-apiserver, etcd and kubectl: what is there, else a download, else a build from their Go modules.
# Result: LVS_LAB_KUBERNETES, the folder of the three, and KUBE_API_TEST_DIR, laid out as kube-api-test wants it
# (k8s/VERSION-linux-ARCH/), for the tests of the other modules.

kubernetes_version=1.36.3
kubernetes_arch=$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')

# has_kubernetes FOLDER
has_kubernetes() { [ -x "$1/kube-apiserver" ] && [ -x "$1/etcd" ] && [ -x "$1/kubectl" ]; }

find_kubernetes() {
  local folder
  KUBE_API_TEST_DIR=${KUBE_API_TEST_DIR:-$HOME/.kubeapitest}
  if [ -n "${KUBEBUILDER_ASSETS:-}" ] && has_kubernetes "$KUBEBUILDER_ASSETS"; then
    link_assets "$KUBEBUILDER_ASSETS"
  elif folder=$(newest_kubernetes "$KUBE_API_TEST_DIR"); then
    LVS_LAB_KUBERNETES=$folder
  else
    KUBE_API_TEST_DIR=$lab_cache/kube-api-test
    LVS_LAB_KUBERNETES=$KUBE_API_TEST_DIR/k8s/$kubernetes_version-linux-$kubernetes_arch
    has_kubernetes "$LVS_LAB_KUBERNETES" || get_kubernetes
  fi
  export LVS_LAB_KUBERNETES KUBE_API_TEST_DIR
  say "   Kubernetes: $("$LVS_LAB_KUBERNETES/kube-apiserver" --version | sed 's/Kubernetes //') from $LVS_LAB_KUBERNETES"
}

# newest_kubernetes FOLDER: the newest complete version below a kube-api-test directory.
newest_kubernetes() {
  local folder
  for folder in $(ls -d "$1"/k8s/*-linux-"$kubernetes_arch" 2>/dev/null | sort -rV); do
    if has_kubernetes "$folder"; then
      printf '%s\n' "$folder"
      return
    fi
  done
  return 1
}

# link_assets FOLDER: KUBEBUILDER_ASSETS in kube-api-test's layout.
link_assets() {
  local version
  version=$("$1/kube-apiserver" --version | sed 's/[^0-9]*\([0-9.]*\).*/\1/')
  KUBE_API_TEST_DIR=$lab_cache/kube-api-test-assets
  LVS_LAB_KUBERNETES=$KUBE_API_TEST_DIR/k8s/$version-linux-$kubernetes_arch
  mkdir -p "$LVS_LAB_KUBERNETES"
  ln -sf "$1/kube-apiserver" "$1/etcd" "$1/kubectl" "$LVS_LAB_KUBERNETES/"
}

get_kubernetes() {
  mkdir -p "$LVS_LAB_KUBERNETES"
  if have curl && index=$(release_index); then
    step "download kube-apiserver, etcd and kubectl" download_kubernetes "$index"
    has_kubernetes "$LVS_LAB_KUBERNETES" && return
  fi
  have go || fail "kube-apiserver, etcd and kubectl can neither be downloaded nor built: install Go 1.26 or newer, or set KUBEBUILDER_ASSETS to a folder that has them."
  say "   No download of Kubernetes here: building it with $(go version | cut -d' ' -f3), once per machine."
  local version=v$kubernetes_version flags
  flags="-s -w -X k8s.io/component-base/version.gitVersion=$version"
  flags="$flags -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36"
  step "build kube-apiserver (4 to 8 minutes)" build_kubernetes kube-apiserver "$flags" k8s.io/kubernetes/cmd/kube-apiserver
  step "build etcd" build_kubernetes etcd "-s -w" go.etcd.io/etcd/server/v3
  step "build kubectl (1 minute)" build_kubernetes kubectl "$flags" k8s.io/kubernetes/cmd/kubectl
}

# build_kubernetes NAME LDFLAGS PACKAGE: at its final place only when it is whole.
build_kubernetes() {
  [ -x "$LVS_LAB_KUBERNETES/$1" ] && return
  cd "$lab_repo/e2e/kubernetes"
  CGO_ENABLED=0 go build -buildvcs=false -ldflags "$2" -o "$LVS_LAB_KUBERNETES/.$1.part" "$3"
  mv "$LVS_LAB_KUBERNETES/.$1.part" "$LVS_LAB_KUBERNETES/$1"
}

# release_index: the list of builds for tests that kube-api-test reads too, within a short deadline.
release_index() {
  curl -fsS --connect-timeout 4 --max-time 10 \
    https://raw.githubusercontent.com/kubernetes-sigs/controller-tools/HEAD/envtest-releases.yaml 2>/dev/null
}

# download_kubernetes INDEX: the newest build of our minor version, checked against the index's SHA-512. Nothing is
# left behind when any of it fails: the build is the way out.
download_kubernetes() {
  local minor=${kubernetes_version%.*} name hash url archive
  name=$(printf '%s\n' "$1" | grep -o "envtest-v$minor\.[0-9]*-linux-$kubernetes_arch\.tar\.gz" | sort -uV | tail -n 1)
  [ -n "$name" ] || return 0
  hash=$(printf '%s\n' "$1" | grep -A 2 "^ *$name:" | sed -n 's/^ *hash: *//p' | head -n 1)
  url=$(printf '%s\n' "$1" | grep -A 2 "^ *$name:" | sed -n 's/^ *selfLink: *//p' | head -n 1)
  archive=$lab_cache/$name
  curl -fsSL --connect-timeout 4 --max-time 300 -o "$archive" "$url" || return 0
  printf '%s  %s\n' "$hash" "$archive" | sha512sum -c - || {
    rm -f "$archive"
    return 1
  }
  tar -xzf "$archive" -C "$LVS_LAB_KUBERNETES" --strip-components=2
  rm -f "$archive"
}
