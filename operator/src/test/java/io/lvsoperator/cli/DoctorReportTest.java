package io.lvsoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lvsoperator.doctor.Finding;
import io.lvsoperator.doctor.Scope;
import io.lvsoperator.model.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Findings as a person and as a program read them. */
class DoctorReportTest {
  private static final Finding FAIL =
      Finding.fail("tunl0", Scope.realServer(Mode.TUN), "strict", "sysctl -w x=2");
  private static final Finding WARN =
      Finding.warn("virtual servers", Scope.director(), "3 of others", "ipvsadm -Sn");
  private static final Finding OK = Finding.ok("module ip_vs", Scope.director(), "loaded");

  private static DoctorReport report(Finding... findings) {
    return new DoctorReport("6.1", Scope.ALL, Map.of("rr", "built-in"), List.of(findings));
  }

  @Test
  void aTableWithEachFixBelowItsFinding() {
    assertThat(report(FAIL, WARN, OK).lines())
        .containsExactly(
            "FAIL  tunl0            real-server TUN  strict",
            "                       fix: sysctl -w x=2",
            "WARN  virtual servers  director         3 of others",
            "                       fix: ipvsadm -Sn",
            "OK    module ip_vs     director         loaded",
            "",
            "Kernel 6.1, asked for all: 1 in the way, 1 to know of, 1 fine");
  }

  @Test
  void aFixOfSeveralFindingsIsPrintedOnce() {
    Finding other = Finding.fail("other", Scope.realServer(Mode.TUN), "strict", "sysctl -w x=2");
    assertThat(report(FAIL, other, OK).lines())
        .containsSubsequence(
            "FAIL  tunl0         real-server TUN  strict",
            "FAIL  other         real-server TUN  strict",
            "                    fix: sysctl -w x=2")
        .hasSize(6);
  }

  @Test
  void theExitStatusTellsWhatIsInTheWay() {
    assertThat(report(FAIL, WARN, OK).exitStatus(false)).isEqualTo(2);
    assertThat(report(FAIL, WARN, OK).exitStatus(true)).isEqualTo(2);
    assertThat(report(WARN, OK).exitStatus(false)).isZero();
    assertThat(report(WARN, OK).exitStatus(true)).isEqualTo(1);
    assertThat(report(OK).exitStatus(true)).isZero();
  }

  @Test
  void jsonSaysTheSame() {
    assertThat(
            new DoctorReport("6.1", Scope.director(), Map.of("rr", "built-in"), List.of(FAIL))
                .json())
        .isEqualTo(
            """
            {"kernel":"6.1","asked":{"director":["NAT","FULLNAT","DR","TUN"]},\
            "counts":{"fail":1,"ok":0,"warn":0},"schedulers":{"rr":"built-in"},\
            "findings":[{"severity":"FAIL","what":"tunl0","concerns":{"real-server":["TUN"]},\
            "fact":"strict","fix":"sysctl -w x=2"}]}""");
  }
}
