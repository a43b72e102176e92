package io.lvsoperator.protocol.model;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.Eligibility;
import io.lvsoperator.protocol.Asked;
import io.lvsoperator.protocol.DirectorMemory;
import io.lvsoperator.protocol.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The product's director in the place of the model's own.
 *
 * @param memory what it remembers
 */
record ProductDirector(DirectorMemory memory) implements DirectorSide {

  @Override
  public DirectorSide sawNodeBoot(int boot) {
    return new ProductDirector(memory.sawBoot(ProductWords.boot(boot)));
  }

  @Override
  public DirectorSide heard(Status answer) {
    return new ProductDirector(memory.heard(ProductWords.answer(answer)));
  }

  @Override
  public DirectorSide asking(Situation now) {
    DirectorMemory.Director director =
        new DirectorMemory.Director(
            ProductWords.DIRECTOR, ProductWords.boot(now.ownBoot()), List.of(), now.clock());
    Stored view = standing(now);
    return new ProductDirector(
        memory.asking(
            wanted(now.sendable()),
            director,
            new io.lvsoperator.protocol.Stored(
                ProductWords.DIRECTOR,
                ProductWords.NODE,
                view.spec().map(ProductWords::request),
                view.status().map(ProductWords::answer))));
  }

  /** As long as a request is on its way, it counts as written to the object that was seen. */
  private Stored standing(Situation now) {
    boolean stands =
        switch (now.pending()) {
          case NOTHING -> false;
          case CREATION -> true;
          case UPDATE -> now.view().exists();
        };
    return stands ? request().map(now.view()::with).orElse(now.view()) : now.view();
  }

  private static Map<String, Asked> wanted(Versions sendable) {
    Map<String, Asked> wanted = new HashMap<>();
    for (Version one : Version.values()) {
      if (sendable.has(one)) {
        Attachment attachment = ProductWords.attachment(one);
        wanted.put(attachment.id(), DirectorMemory.wanted(attachment));
      }
    }
    return wanted;
  }

  @Override
  public DirectorSide silent(Versions sendable) {
    Map<String, Asked> wanted = wanted(sendable);
    wanted.keySet().retainAll(memory.asked().keySet());
    return new ProductDirector(memory.silent(wanted));
  }

  @Override
  public boolean mayDelete(Stored view) {
    return memory.mayDelete(
        new io.lvsoperator.protocol.Stored(
            ProductWords.DIRECTOR,
            ProductWords.NODE,
            view.spec().map(ProductWords::request),
            view.status().map(ProductWords::answer)));
  }

  @Override
  public DirectorSide afterDeletion() {
    return new ProductDirector(memory.afterDeletion());
  }

  @Override
  public Optional<Spec> request() {
    return Optional.of(memory)
        .filter(m -> m.sequence() > 0 && !m.deleted())
        .map(m -> m.request(ProductWords.DIRECTOR, ProductWords.NODE))
        .map(ProductDirector::spec);
  }

  private static Spec spec(Request request) {
    return new Spec(
        Integer.parseInt(request.bootId()),
        Math.toIntExact(request.sequence()),
        versions(one -> request.attachments().contains(ProductWords.attachment(one))));
  }

  @Override
  public boolean hasAsked() {
    return memory.sequence() > 0;
  }

  @Override
  public Versions asked() {
    return versions(one -> memory.asked().containsKey(ProductWords.attachment(one).id()));
  }

  @Override
  public boolean mayRaise(Version one) {
    return eligibility(one) == Eligibility.IN_PLACE;
  }

  @Override
  public boolean mustLower(Version one) {
    return eligibility(one) == Eligibility.NOT_IN_PLACE;
  }

  private Eligibility eligibility(Version one) {
    return memory.eligibility(ProductWords.attachment(one).id());
  }

  @Override
  public Versions knownExceptions() {
    return versions(
        one ->
            memory.answer().filter(a -> a.excepts(ProductWords.attachment(one).id())).isPresent());
  }

  @Override
  public boolean knowsBoot(int boot) {
    return memory.seenBoots().contains(ProductWords.boot(boot));
  }

  private static Versions versions(Predicate<Version> which) {
    Versions all = Versions.NONE;
    for (Version one : Version.values()) {
      all = which.test(one) ? all.with(one) : all;
    }
    return all;
  }
}
