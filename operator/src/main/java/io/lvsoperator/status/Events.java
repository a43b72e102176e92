package io.lvsoperator.status;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/**
 * Makes Events of transitions.
 *
 * @param controller who reports, a qualified name such as {@code lvsoperator.io/controller}
 * @param instance which of its processes
 */
public record Events(String controller, String instance) {
  /** The API's bounds on the fields of an Event. */
  private static final int MAX_NOTE = 1024;

  private static final int MAX_WORD = 128;

  /** So many characters of the object's name begin the Event's, which has at most 253. */
  private static final int NAME_PART = 200;

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * {@return an Event that can be created}
   *
   * @param about the object; its Events are in its namespace, or in {@code default}
   * @param transition what changed
   * @param now when
   */
  public Event event(ObjectReference about, Transition transition, Instant now) {
    String space = about.getNamespace() == null ? "default" : about.getNamespace();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(space)
        .withName(name(about, transition, now))
        .endMetadata()
        .withRegarding(about)
        .withReportingController(controller)
        .withReportingInstance(cut(instance, MAX_WORD))
        .withType(transition.warning() ? "Warning" : "Normal")
        .withReason(cut(transition.reason(), MAX_WORD))
        .withAction("Reconcile")
        .withNote(cut(transition.message(), MAX_NOTE))
        .withEventTime(new MicroTime(MICROS.format(now)))
        .build();
  }

  private static String name(ObjectReference about, Transition transition, Instant now) {
    String object = about.getName();
    String start = object.length() > NAME_PART ? object.substring(0, NAME_PART) : object;
    long unique = 31L * now.toEpochMilli() + Objects.hash(about.getUid(), transition);
    return start.replaceAll("[^a-z0-9]+$", "") + "." + Long.toHexString(unique);
  }

  /** The API counts bytes; none of our own words needs more than one, a cluster's might. */
  private static String cut(String text, int bytes) {
    int end = Math.min(text.length(), bytes);
    while (text.substring(0, end).getBytes(java.nio.charset.StandardCharsets.UTF_8).length
        > bytes) {
      end--;
    }
    return text.substring(0, end);
  }
}
