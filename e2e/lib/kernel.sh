# Chooses the kernel of the lab by probing, says which in one line, and prepares it.
# Result: LVS_LAB_BED (host, uml, kvm or tcg), LVS_LAB_LINUX, LVS_LAB_INITRD, LVS_LAB_MODULES.

find_kernel() {
  local why=""
  LVS_LAB_LINUX="" LVS_LAB_INITRD="" LVS_LAB_MODULES=""
  case ${LVS_LAB_KERNEL:-} in
    "" | vm) ;;
    host) host_kernel_serves || fail "LVS_LAB_KERNEL=host, but $host_lacks: use LVS_LAB_KERNEL=vm." ;;
    *) fail "LVS_LAB_KERNEL=${LVS_LAB_KERNEL} is neither host nor vm." ;;
  esac
  if [ "${LVS_LAB_KERNEL:-}" = host ]; then
    LVS_LAB_BED=host why="this machine's own $(uname -r), as LVS_LAB_KERNEL says"
  elif [ -n "${LVS_LAB_UML:-}" ]; then
    find_uml
    why="User Mode Linux $(basename "$LVS_LAB_MODULES"/lib/modules/*) of LVS_LAB_UML"
  elif [ "${LVS_LAB_KERNEL:-}" != vm ] && host_kernel_serves; then
    LVS_LAB_BED=host why="this machine's own $(uname -r)"
  else
    find_guest_kernel
    if kvm_serves; then
      LVS_LAB_BED=kvm why="$(basename "$LVS_LAB_MODULES"/lib/modules/*) in QEMU with KVM"
    else
      LVS_LAB_BED=tcg why="$(basename "$LVS_LAB_MODULES"/lib/modules/*) in QEMU without KVM (slow: $kvm_lacks)"
    fi
  fi
  export LVS_LAB_BED LVS_LAB_LINUX LVS_LAB_INITRD LVS_LAB_MODULES
  say "   Kernel of the lab: $why${host_lacks:+; its own does not serve: $host_lacks}"
}

# host_kernel_serves: root, and everything that the tests use works in a network namespace; else host_lacks says why not.
host_kernel_serves() {
  host_lacks=""
  if [ "$(id -u)" -ne 0 ]; then
    host_lacks="not root"
  elif ! unshare --net true 2>/dev/null; then
    host_lacks="no right to make network namespaces"
  else
    modprobe -aq ip_vs ipip veth nf_tables dummy 2>/dev/null || true
    host_lacks=$(unshare --net sh -c '
      ip link set lo up
      ipvsadm -ln >/dev/null 2>&1 || { echo "no ip_vs"; exit; }
      ip link add labprobe0 type veth peer name labprobe1 >/dev/null 2>&1 || { echo "no veth"; exit; }
      ip link add labprobe2 type ipip local 127.0.0.1 remote 127.0.0.2 >/dev/null 2>&1 || { echo "no ipip"; exit; }
      nft add table ip labprobe >/dev/null 2>&1 || { echo "no nf_tables"; exit; }')
  fi
  [ -z "$host_lacks" ]
}

find_uml() {
  need_packages modprobe=kmod
  [ -x "$LVS_LAB_UML/linux" ] && [ -d "$LVS_LAB_UML/modules" ] || fail "LVS_LAB_UML=$LVS_LAB_UML has no 'linux' and 'modules'."
  LVS_LAB_UML=$(cd "$LVS_LAB_UML" && pwd)
  LVS_LAB_BED=uml LVS_LAB_LINUX=$LVS_LAB_UML/linux
  LVS_LAB_MODULES=$lab_cache/uml
  mkdir -p "$LVS_LAB_MODULES/lib"
  ln -sfn "$LVS_LAB_UML/modules" "$LVS_LAB_MODULES/lib/modules"
}

# find_guest_kernel: Debian's kernel package, unpacked into the cache (never installed: that would change the boot
# loader), with as many of its modules as a lab can need, and an initial file system.
find_guest_kernel() {
  need_packages qemu-system-x86_64=qemu-system-x86 modprobe=kmod
  LVS_LAB_MODULES=$lab_cache/linux
  [ -f "$LVS_LAB_MODULES/complete" ] || step "download and unpack Debian's kernel" unpack_kernel
  LVS_LAB_LINUX=$(echo "$LVS_LAB_MODULES"/boot/vmlinuz-*)
  LVS_LAB_INITRD=$(dirname "$LVS_LAB_LABD")/initrd-$(basename "$LVS_LAB_LINUX")
  [ -f "$LVS_LAB_INITRD" ] || step "pack the guest's initial file system" pack_initrd
}

unpack_kernel() {
  local package work=$lab_cache/linux.part
  rm -rf "$work" "$LVS_LAB_MODULES"
  mkdir -p "$work/tree"
  cd "$work"
  package=$(kernel_package) || {
    [ "$(id -u)" -eq 0 ] && apt-get update
    package=$(kernel_package)
  }
  apt-get download "$package"
  dpkg-deb --fsys-tarfile ./*.deb | tar -x -C tree --wildcards \
    --exclude='*/drivers/net/ethernet/*' --exclude='*/drivers/net/wireless/*' \
    './boot/vmlinuz-*' './lib/modules/*/modules.*' './lib/modules/*/kernel/net/*' './lib/modules/*/kernel/lib/*' \
    './lib/modules/*/kernel/crypto/*' './lib/modules/*/kernel/arch/*' './lib/modules/*/kernel/fs/9p/*' \
    './lib/modules/*/kernel/fs/netfs/*' './lib/modules/*/kernel/fs/fscache/*' './lib/modules/*/kernel/drivers/virtio/*' \
    './lib/modules/*/kernel/drivers/net/*'
  # A module that names one we left out is no error: it is none that a lab loads.
  depmod -b tree "$(basename tree/lib/modules/*)"
  touch tree/complete
  mv tree "$LVS_LAB_MODULES"
  rm -rf "$work"
}

# kernel_package: the versioned package that linux-image-amd64 stands for.
kernel_package() {
  apt-cache depends "linux-image-$kubernetes_arch" | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | grep .
}

pack_initrd() {
  local version name modules
  version=$(basename "$LVS_LAB_MODULES"/lib/modules/*)
  modules=$(for name in virtio_pci 9p 9pnet_virtio virtio_net; do
    modprobe -d "$LVS_LAB_MODULES" -S "$version" --show-depends "$name"
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }')
  # shellcheck disable=SC2086 # one word per module, and the cache's path is ours
  "$LVS_LAB_LABD" initrd "$LVS_LAB_INITRD.part" $modules
  mv "$LVS_LAB_INITRD.part" "$LVS_LAB_INITRD"
}

# kvm_serves: a guest that must say one line within 10 seconds; the answer is remembered for this kernel and QEMU.
kvm_serves() {
  local memory console=$lab_cache/kvm-probe.$$
  kvm_lacks="no /dev/kvm"
  [ -e /dev/kvm ] || return 1
  kvm_lacks="/dev/kvm is not ours to use"
  [ -r /dev/kvm ] && [ -w /dev/kvm ] || return 1
  memory=$lab_cache/kvm-$(printf '%s %s' "$(uname -rv)" "$(qemu-system-x86_64 --version | head -n 1)" | cksum | cut -d' ' -f1)
  if [ ! -f "$memory" ]; then
    timeout -k 1 10 qemu-system-x86_64 -machine q35 -accel kvm -cpu host -m 512M -display none -vga none -no-reboot \
      -kernel "$LVS_LAB_LINUX" -initrd "$LVS_LAB_INITRD" -append "console=ttyS0 panic=-1 quiet lab.probe=1" \
      -nic none -serial "file:$console" </dev/null >/dev/null 2>&1 || true
    if grep -q 'this kernel boots' "$console" 2>/dev/null; then echo yes >"$memory"; else echo no >"$memory"; fi
    rm -f "$console"
  fi
  kvm_lacks="a probe of /dev/kvm failed; remembered in $memory"
  [ "$(cat "$memory")" = yes ]
}
