package io.lvsoperator.linux;

import io.lvsoperator.doctor.ModuleState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where modules are, from files alone: asking the kernel for one would load it. */
final class ModuleTree {
  /** {@code kernel/net/netfilter/ipvs/ip_vs_rr.ko.xz}. */
  private static final Pattern FILE = Pattern.compile("(?:.*/)?([^/]+)\\.ko(?:\\.[a-z0-9]+)?");

  /** Functions by which a module that is built in can be told from the kernel's symbols. */
  private static final Map<String, String> FUNCTIONS =
      Map.ofEntries(
          Map.entry("ip_vs_conn_new", "ip_vs"),
          Map.entry("nf_tables_newtable", "nf_tables"),
          Map.entry("nf_conntrack_in", "nf_conntrack"),
          Map.entry("nft_ct_get_init", "nft_ct"),
          Map.entry("nft_nat_do_chain", "nft_chain_nat"),
          Map.entry("nft_nat_eval", "nft_nat"),
          Map.entry("ipip_rcv", "ipip"),
          Map.entry("ipgre_xmit", "ip_gre"),
          Map.entry("fou_build_header", "fou"),
          Map.entry("ip6_tnl_xmit", "ip6_tunnel"),
          Map.entry("ip6gre_tunnel_xmit", "ip6_gre"),
          Map.entry("dummy_setup", "dummy"));

  private static final Pattern SCHEDULER = Pattern.compile("(ip_vs_[a-z]+)_schedule");

  private final Path root;
  private final String release;

  /**
   * Makes one.
   *
   * @param root the machine's root directory, or another in tests
   * @param release as {@code uname -r} prints it
   */
  ModuleTree(Path root, String release) {
    this.root = root;
    this.release = release;
  }

  /** {@return where each of these modules is, by its name with underscores} */
  Map<String, ModuleState> states(List<String> names) {
    Set<String> loaded =
        lines(root.resolve("proc/modules"))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .collect(Collectors.toSet());
    Path files = root.resolve("lib/modules").resolve(release);
    boolean listed = Files.exists(files.resolve("modules.dep"));
    Set<String> loadable = named(files.resolve("modules.dep"));
    // Without the distribution's lists a kernel still knows the names of its own functions.
    Set<String> builtIn = listed ? named(files.resolve("modules.builtin")) : functions();
    boolean modular = Files.exists(root.resolve("proc/modules"));
    boolean complete = listed || !modular && !builtIn.isEmpty();
    boolean locked = lines(root.resolve("proc/sys/kernel/modules_disabled")).anyMatch("1"::equals);
    Map<String, ModuleState> states = new HashMap<>();
    for (String name : names) {
      if (loaded.contains(name)) {
        states.put(name, ModuleState.LOADED);
      } else if (builtIn.contains(name) || Files.exists(root.resolve("sys/module").resolve(name))) {
        states.put(name, ModuleState.BUILT_IN);
      } else if (loadable.contains(name)) {
        states.put(name, locked ? ModuleState.LOCKED : ModuleState.LOADABLE);
      } else {
        states.put(name, complete ? ModuleState.ABSENT : ModuleState.UNKNOWN);
      }
    }
    return states;
  }

  /** Each line is an address, a letter and a name, and the module in brackets if it is in one. */
  private Set<String> functions() {
    Set<String> modules = new HashSet<>();
    lines(root.resolve("proc/kallsyms"))
        .filter(line -> !line.endsWith("]"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .forEach(
            function -> {
              Matcher scheduler = SCHEDULER.matcher(function);
              if (scheduler.matches()) {
                modules.add(scheduler.group(1));
              } else if (FUNCTIONS.containsKey(function)) {
                modules.add(FUNCTIONS.get(function));
              }
            });
    return modules;
  }

  private static Set<String> named(Path index) {
    Set<String> names = new HashSet<>();
    lines(index)
        .map(line -> line.replaceAll(":.*", "")) // behind the colon is what it depends on
        .map(FILE::matcher)
        .filter(Matcher::matches)
        .forEach(matcher -> names.add(matcher.group(1).replace('-', '_')));
    return names;
  }

  /** The lines of a file; none if it is not there or not for us. */
  static Stream<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).lines();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
