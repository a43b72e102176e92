package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Bed;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What helps to understand a failure, as files of a folder. */
record Description(Path folder, Bed bed, Path logs, Duration limit) {

  private static final String STATE =
      """
      echo "## ip addr"; ip addr
      echo "## ip rule"; ip rule
      echo "## ip -6 rule"; ip -6 rule
      echo "## ip route show table all"; ip route show table all
      echo "## ip -d -s link"; ip -d -s link
      [ ! -d /sys/module/fou ] || { echo "## ip fou show"; ip fou show; }
      echo "## ip neigh"; ip neigh
      echo "## ipvsadm -Sn"; ipvsadm -Sn
      echo "## ipvsadm -Lnc"; ipvsadm -Lnc
      echo "## nft list ruleset"; nft list ruleset
      echo "## conntrack"; cat /proc/net/nf_conntrack 2>&1
      echo "## sockets"; ss -ntu 2>&1
      echo "## sysctls"; grep -rs . /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf /proc/sys/net/ipv4/vs /proc/sys/net/ipv4/ip_forward
      echo "## state directory"; grep -rs . /run/lvs-operator
      """;

  void write() {
    try {
      Files.createDirectories(folder);
      for (Node node : bed.nodes()) {
        Result state = node.run(limit, STATE, "/bin/sh");
        Files.writeString(folder.resolve(node.name() + ".txt"), state.out() + state.err());
      }
      Result objects =
          bed.kubectl().run("get", "lvs,lvsrs,lvsdg,lvsno,nodes,events", "-A", "-o", "yaml");
      Files.writeString(folder.resolve("objects.yaml"), objects.out() + objects.err());
      try (Stream<Path> files = Files.list(logs)) {
        for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList()) {
          Files.writeString(folder.resolve(log.getFileName()), Files.readString(log));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("describe the lab to " + folder, e);
    }
  }
}
