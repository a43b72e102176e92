package io.lvsoperator.plan;

import io.lvsoperator.model.IpvsOption;
import io.lvsoperator.model.IpvsOptions;
import io.lvsoperator.model.Observed;
import io.lvsoperator.model.Ownership;
import io.lvsoperator.model.Sysctl;
import io.lvsoperator.model.VirtualServerKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of a director's ipvs as a whole. They are one for all who have virtual servers on the
 * node, so a default of ours is written only where nobody else has any; what a DirectorGroup sets
 * is written in any case.
 */
public final class KernelOptions {
  /**
   * Without these a connection hangs when its real server is taken away, and persistence goes on
   * sending clients to a real server that drains.
   */
  private static final Set<IpvsOption> ON_BY_DEFAULT =
      Set.of(IpvsOption.EXPIRE_NODEST_CONN, IpvsOption.EXPIRE_QUIESCENT_TEMPLATE);

  private KernelOptions() {}

  /** {@return the parameters that must be read to decide, of which some kernels lack some} */
  static Set<Sysctl> parameters() {
    return Stream.concat(
            Stream.of(Sysctl.VS_CONNTRACK),
            Arrays.stream(IpvsOption.values()).flatMap(option -> option.sysctl().stream()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Why an option is as it is. */
  public enum Reason {
    /** A DirectorGroup sets it. */
    GROUP,
    /** No group says anything, and it is better so. */
    DEFAULT,
    /** Nobody sets it. */
    UNTOUCHED,
    /** It would be better otherwise, but another program has virtual servers here. */
    FOREIGN_VIRTUAL_SERVERS,
    /** This kernel does not have it. */
    NOT_IN_KERNEL
  }

  /**
   * What was decided about an option.
   *
   * @param option the option
   * @param wanted what it shall be; empty where it is left as it is
   * @param reason why
   * @param group the DirectorGroup that sets it
   */
  public record Choice(
      IpvsOption option, Optional<Integer> wanted, Reason reason, Optional<String> group) {}

  /**
   * {@return what is decided about every option; nothing on a node without a virtual server of
   * ours}
   *
   * @param wishes what its DirectorGroups set
   * @param observed what stands in its kernel
   * @param ownership what of that is ours
   * @param planned the virtual servers that shall stand
   */
  public static List<Choice> choices(
      IpvsOptions wishes, Observed observed, Ownership ownership, List<DesiredServer> planned) {
    List<Choice> choices = new ArrayList<>();
    if (!planned.isEmpty()) {
      boolean foreign = foreign(observed, ownership, planned);
      for (IpvsOption option : IpvsOption.values()) {
        choices.add(choice(option, wishes, observed, foreign));
      }
    }
    return List.copyOf(choices);
  }

  static void plan(IpvsOptions wishes, Observed observed, Ownership ownership, DesiredDraft draft) {
    for (Choice choice : choices(wishes, observed, ownership, draft.servers)) {
      choice.wanted().ifPresent(value -> want(choice.option(), value, draft));
    }
  }

  private static void want(IpvsOption option, int value, DesiredDraft draft) {
    option.timeout().ifPresent(timeout -> draft.timeouts.put(timeout, value));
    option.sysctl().ifPresent(sysctl -> draft.sysctls.put(sysctl, String.valueOf(value)));
  }

  private static Choice choice(
      IpvsOption option, IpvsOptions wishes, Observed observed, boolean foreign) {
    IpvsOptions.Wish wish = wishes.wishes().get(option);
    Optional<String> group = Optional.ofNullable(wish).map(IpvsOptions.Wish::group);
    if (isMissing(option, observed)) {
      return new Choice(option, Optional.empty(), Reason.NOT_IN_KERNEL, group);
    }
    if (wish != null) {
      return new Choice(option, Optional.of(wish.value()), Reason.GROUP, group);
    }
    if (!ON_BY_DEFAULT.contains(option)) {
      return new Choice(option, Optional.empty(), Reason.UNTOUCHED, group);
    }
    return foreign
        ? new Choice(option, Optional.empty(), Reason.FOREIGN_VIRTUAL_SERVERS, group)
        : new Choice(option, Optional.of(1), Reason.DEFAULT, group);
  }

  /** Where nothing of ipvs was read, as in a plan from files, nothing is known to be missing. */
  private static boolean isMissing(IpvsOption option, Observed observed) {
    return observed.sysctls().containsKey(Sysctl.VS_CONNTRACK)
        && option.sysctl().filter(s -> !observed.sysctls().containsKey(s)).isPresent();
  }

  /** What is planned at a key is ours there, or will be: a foreign one keeps it from the plan. */
  private static boolean foreign(
      Observed observed, Ownership ownership, List<DesiredServer> planned) {
    Set<VirtualServerKey> ours = new HashSet<>(ownership.virtualServers());
    planned.forEach(server -> ours.add(server.server().key()));
    return observed.virtualServers().stream()
        .anyMatch(standing -> !ours.contains(standing.server().key()));
  }
}
