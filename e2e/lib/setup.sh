# Everything the lab needs, in order. Sourced; a second run only looks and takes about a second.

for lab_part in say packages jdk labd kernel kubernetes sandbox; do
  # shellcheck source=/dev/null
  . "$(dirname "${BASH_SOURCE[0]}")/$lab_part.sh"
done

set_up() {
  local begin=$EPOCHREALTIME
  mkdir -p "$lab_cache"
  export LVS_LAB_CACHE=$lab_cache LVS_LAB_REPOSITORY=$lab_repo
  find_jdk
  need_packages mvn=maven ip=iproute2 ipvsadm=ipvsadm nft=nftables tcpdump=tcpdump unshare=util-linux
  find_labd
  find_kernel
  find_kubernetes
  find_sandbox
  say "-- set up in $(since "$begin")"
}
