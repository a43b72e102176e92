package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.lvsoperator.translate.Thing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IndispensableTest {
  private static final HasMetadata GROUP = Thing.group("edge").object();
  private static final HasMetadata LB01 = Thing.director("lb01", "10.23.21.184").object();
  private static final HasMetadata LB02 = Thing.director("lb02", "10.23.21.185").object();
  private static final HasMetadata RS01 = Thing.node("rs01", "10.23.190.76").object();
  private static final HasMetadata RS02 = Thing.node("rs02", "10.23.122.152").object();
  private static final HasMetadata LB01_REPORT =
      Thing.report("lb01", "02:00:00:00:00:01", "10.23.21.184").object();
  private static final HasMetadata RS01_REPORT =
      Thing.report("rs01", "02:00:00:00:00:02", "10.23.190.76").object();
  private static final List<HasMetadata> ALL =
      List.of(GROUP, LB01, LB02, RS01, RS02, LB01_REPORT, RS01_REPORT);

  @Test
  void nothingIsWhileNoNodeIsMissed() {
    assertThat(ALL).noneMatch(new Indispensable("rs01", ALL, ALL)::test);
  }

  @Test
  void aGroupsOnlyDirectorIsWithItsReportForEveryAgent() {
    List<HasMetadata> known = without(ALL, LB02);
    List<HasMetadata> seen = without(known, LB01, LB01_REPORT);
    for (String own : List.of("lb01", "rs01")) {
      assertThat(known.stream().filter(new Indispensable(own, known, seen)::test))
          .as("for the agent of " + own)
          .containsExactlyInAnyOrder(LB01, LB01_REPORT);
    }
  }

  @Test
  void aDirectorThatAnotherOneFollowsIsNot() {
    List<HasMetadata> seen = without(ALL, LB01, LB01_REPORT);
    for (String own : List.of("lb01", "rs01")) {
      assertThat(ALL).noneMatch(new Indispensable(own, ALL, seen)::test);
    }
  }

  @Test
  void noneIsWhenTheGroupItselfIsGone() {
    List<HasMetadata> known = without(ALL, LB02);
    List<HasMetadata> seen = without(known, GROUP, LB01, LB01_REPORT);
    assertThat(known).noneMatch(new Indispensable("rs01", known, seen)::test);
  }

  @Test
  void anAgentsOwnNodeIsButAnotherRealServerIsNot() {
    List<HasMetadata> seen = without(ALL, RS01, RS02, RS01_REPORT);
    assertThat(ALL.stream().filter(new Indispensable("rs01", ALL, seen)::test))
        .containsExactly(RS01);
  }

  private static List<HasMetadata> without(List<HasMetadata> objects, HasMetadata... gone) {
    return objects.stream().filter(o -> Stream.of(gone).noneMatch(o::equals)).toList();
  }
}
