package io.lvsoperator.protocol.model;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.model.Mode;
import io.lvsoperator.model.ServiceRef;
import io.lvsoperator.model.Way;
import io.lvsoperator.protocol.Answer;
import io.lvsoperator.protocol.Request;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The model's words in the product's, and back. */
final class ProductWords {

  static final String DIRECTOR = "lb01";
  static final String NODE = "rs01";
  static final Answer.Refusal REFUSAL = new Answer.Refusal("NotInPlace", "it is not in place");

  private static final Map<Version, Attachment> ATTACHMENTS =
      new EnumMap<>(Map.of(Version.V1, made(Mode.DR), Version.V2, made(Mode.NAT)));

  private ProductWords() {}

  private static Attachment made(Mode mode) {
    return Attachment.of(
        new ServiceRef("shop", "web"),
        IpAddress.parse("10.23.21.180"),
        IpAddress.parse("10.23.190.76"),
        new Way(mode, Optional.empty()),
        List.of());
  }

  static Attachment attachment(Version one) {
    return ATTACHMENTS.get(one);
  }

  static Optional<Version> versionOf(String id) {
    return ATTACHMENTS.entrySet().stream()
        .filter(e -> e.getValue().id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static String boot(int boot) {
    return Integer.toString(boot);
  }

  static Request request(Spec spec) {
    List<Attachment> attachments = new ArrayList<>();
    for (Version one : Version.values()) {
      if (spec.attachments().has(one)) {
        attachments.add(attachment(one));
      }
    }
    return new Request(
        DIRECTOR,
        NODE,
        Request.PROTOCOL,
        boot(spec.boot()),
        spec.sequence(),
        List.of(),
        attachments);
  }

  static Answer answer(Status status) {
    Map<String, Answer.Refusal> exceptions = new TreeMap<>();
    for (Version one : Version.values()) {
      if (status.exceptions().has(one)) {
        exceptions.put(attachment(one).id(), REFUSAL);
      }
    }
    return Answer.of(
        boot(status.boot()),
        Optional.of(new Answer.Acknowledged(boot(status.directorBoot()), status.sequence())),
        exceptions);
  }

  static Status status(Answer answer) {
    Answer.Acknowledged acknowledged = answer.acknowledged().orElseThrow();
    Versions exceptions = Versions.NONE;
    for (Version one : Version.values()) {
      exceptions = answer.excepts(attachment(one).id()) ? exceptions.with(one) : exceptions;
    }
    return new Status(
        Integer.parseInt(answer.bootId()),
        Integer.parseInt(acknowledged.bootId()),
        Math.toIntExact(acknowledged.sequence()),
        exceptions);
  }
}
