package io.lvsoperator.translate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Policies in order. */
class ChainTest {
  private final List<String> asked = new ArrayList<>();

  private Policy<String> policy(String name, Optional<Finding> finding) {
    return judged -> {
      asked.add(name + " " + judged);
      return finding;
    };
  }

  @Test
  void collectsWarningsOfAllWhereNobodyRefuses() {
    Chain<String> chain =
        new Chain<>(
            List.of(
                policy("a", Optional.of(new Finding.Warning("one"))),
                policy("b", Optional.empty()),
                policy("c", Optional.of(new Finding.Warning("two")))));
    assertThat(chain.judge("x")).isEqualTo(new Verdict(Optional.empty(), List.of("one", "two")));
    assertThat(asked).containsExactly("a x", "b x", "c x");
  }

  @Test
  void endsAtTheFirstRefusal() {
    Chain<String> chain =
        new Chain<>(
            List.of(policy("a", Finding.refuse("Bad", "it is")), policy("b", Optional.empty())));
    assertThat(chain.judge("x")).isEqualTo(Verdict.refused("Bad", "it is"));
    assertThat(asked).containsExactly("a x");
  }

  @Test
  void aValueThatNoPolicyForesawRefusesThatObject() {
    Policy<String> surprised =
        judged -> {
          throw new IllegalArgumentException("not a thing: " + judged);
        };
    assertThat(new Chain<>(List.of(surprised)).judge("x"))
        .isEqualTo(Verdict.refused("Invalid", "not a thing: x"));
  }
}
