package io.lvsoperator.cli;

import io.lvsoperator.api.v1alpha1.RealServer;
import io.lvsoperator.doctor.Doctor;
import io.lvsoperator.doctor.Facts;
import io.lvsoperator.doctor.Need;
import io.lvsoperator.doctor.Role;
import io.lvsoperator.doctor.Scope;
import io.lvsoperator.journal.JournalException;
import io.lvsoperator.journal.JournalStore;
import io.lvsoperator.linux.NodeSurvey;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.Ownership;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code doctor}: what this node can do, and what stands in the way; changes nothing. */
@Command(
    name = "doctor",
    description = {
      "Tells what this node can do as a director or a real server, and what stands in the way:"
          + " privileges, modules and schedulers, effective kernel parameters, who else uses ipvs,"
          + " tunl0 or VIPs, what in the packet filter drops balanced packets, and the way and MTU"
          + " to real servers. Needs no cluster. Changes nothing and loads no module."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing is in the way of the roles and modes that were asked for",
      "1:only warnings, and --strict was given; or it could not look",
      "2:something is in the way (FAIL); or a wrong command line"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      split = ",",
      converter = RoleName.class,
      description = "Look only at what this role needs: director or real-server. Default: both.")
  private List<Role> roles = List.of();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      split = ",",
      description = "Look only at what this mode needs: NAT, FULLNAT, DR or TUN. Default: all.")
  private List<Mode> modes = List.of();

  @Option(
      names = "--real-server",
      paramLabel = "ADDRESS",
      split = ",",
      converter = AddressText.class,
      description = "Look up the way and the MTU to this real server. May be repeated.")
  private List<IpAddress> addresses = List.of();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      arity = "1..*",
      description = "The same for every RealServer in these files; - is the standard input.")
  private List<String> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Format format;

  @Option(names = "--strict", description = "Exit with 1 if there are warnings.")
  private boolean strict;

  @Mixin private StateOptions state;

  /** How the findings are printed. */
  private enum Format {
    table,
    json
  }

  @Override
  public Integer call() {
    Facts facts =
        new NodeSurvey(ownership())
            .facts(servers(), Optional.ofNullable(System.getenv("PATH")).orElse(""));
    Scope asked = asked();
    Map<String, String> schedulers = new LinkedHashMap<>();
    Need.SCHEDULERS.forEach(
        name -> schedulers.put(name, DoctorReport.word(facts.module(Need.schedulerModule(name)))));
    DoctorReport report =
        new DoctorReport(facts.release(), asked, schedulers, Doctor.examine(facts, asked));
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case table -> report.lines().forEach(out::println);
      case json -> out.println(report.json());
    }
    out.flush();
    return report.exitStatus(strict);
  }

  /** Without a journal that can be read, nothing in ipvs counts as ours. */
  private Ownership ownership() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      JournalStore journal = JournalStore.read(state.directory(), Host.header());
      journal
          .voided()
          .ifPresent(
              v -> err.println("the journal %s is void: %s".formatted(journal.path(), v.why())));
      return journal.ownership();
    } catch (JournalException e) {
      err.println(e.getMessage() + ": nothing in ipvs is taken for ours");
      return Ownership.NONE;
    }
  }

  private List<IpAddress> servers() {
    Stream<IpAddress> declared =
        new Manifests()
            .read(files, System.in).stream()
                .filter(RealServer.class::isInstance)
                .map(RealServer.class::cast)
                .flatMap(rs -> Optional.ofNullable(rs.getSpec()).stream())
                .flatMap(s -> IpAddress.tryParse(String.valueOf(s.address())).stream());
    return Stream.concat(addresses.stream(), declared).distinct().toList();
  }

  private Scope asked() {
    EnumMap<Role, Set<Mode>> asked = new EnumMap<>(Role.class);
    for (Role role : roles.isEmpty() ? List.of(Role.values()) : roles) {
      asked.put(role, modes.isEmpty() ? EnumSet.allOf(Mode.class) : EnumSet.copyOf(modes));
    }
    return new Scope(asked);
  }

  /** The words of the roles. */
  private static final class RoleName implements ITypeConverter<Role> {
    @Override
    public Role convert(String text) {
      return Stream.of(Role.values())
          .filter(role -> role.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is no role: director or real-server".formatted(text)));
    }
  }

  /** Address literals. */
  private static final class AddressText implements ITypeConverter<IpAddress> {
    @Override
    public IpAddress convert(String text) {
      return IpAddress.tryParse(text)
          .orElseThrow(() -> new TypeConversionException("'%s' is no IP address".formatted(text)));
    }
  }
}
