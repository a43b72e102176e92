package io.lvsoperator.protocol.model;

import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.NodeMemory;
import io.lvsoperator.protocol.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The product's real server in the place of the model's own, with one director.
 *
 * @param memory what it remembers
 */
record ProductNode(NodeMemory memory) implements NodeSide {

  private static final Instant FIRST_LOOK = Instant.EPOCH;
  private static final Instant SECOND_LOOK = FIRST_LOOK.plus(NodeMemory.CONFIRMED_AFTER);

  @Override
  public NodeSide after(List<Optional<Spec>> specs, List<Boolean> confirmedGone) {
    boolean gone = confirmedGone.getFirst();
    List<Request> stored = specs.getFirst().map(ProductWords::request).stream().toList();
    NodeMemory first = look(memory, stored, gone, FIRST_LOOK);
    return new ProductNode(gone ? look(first, stored, true, SECOND_LOOK) : first);
  }

  private static NodeMemory look(
      NodeMemory before, List<Request> stored, boolean gone, Instant now) {
    return before.after(stored, _ -> gone, (_, _) -> Optional.empty(), now);
  }

  @Override
  public boolean honours(int director) {
    return !memory.honoured().isEmpty();
  }

  @Override
  public int sequence(int director) {
    return memory.honoured().values().stream()
        .mapToInt(one -> Math.toIntExact(one.request().sequence()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public Versions needed(List<Boolean> selected) {
    Versions needed = Versions.NONE;
    for (Version one : Version.values()) {
      boolean isTaken = memory.attachments().containsKey(ProductWords.attachment(one).id());
      needed = isTaken ? needed.with(one) : needed;
    }
    return needed;
  }

  @Override
  public Optional<Status> answer(int director, int boot, Versions inPlace) {
    return Optional.ofNullable(
            memory
                .answers(ProductWords.boot(boot), (_, id) -> refusal(id, inPlace))
                .get(ProductWords.DIRECTOR))
        .map(ProductWords::status);
  }

  private static Optional<Answer.Refusal> refusal(String id, Versions inPlace) {
    return ProductWords.versionOf(id)
        .filter(one -> !inPlace.has(one))
        .map(_ -> ProductWords.REFUSAL);
  }
}
