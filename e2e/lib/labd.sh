# Builds labd, the lab's one small program, once per version of its source. Any Go from 1.19 on will do.
# Result: LVS_LAB_LABD.

find_labd() {
  local hash
  hash=$(cd "$lab_repo/e2e/labd" && cat go.mod ./*.go | sha256sum | cut -c1-12)
  LVS_LAB_LABD=$lab_cache/labd-$hash/labd
  if [ ! -x "$LVS_LAB_LABD" ]; then
    need_packages go=golang-go
    step "build labd" build_labd
  fi
  export LVS_LAB_LABD
}

build_labd() {
  mkdir -p "$(dirname "$LVS_LAB_LABD")"
  cd "$lab_repo/e2e/labd"
  CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$LVS_LAB_LABD.part" .
  mv "$LVS_LAB_LABD.part" "$LVS_LAB_LABD"
}
