package io.lvsoperator.protocol;

import java.util.Optional;

/**
 * The object between a director and a node, as far as it is known.
 *
 * @param director the director's Node
 * @param node the real server's Node
 * @param request its spec; empty where there is no object
 * @param answer its status
 */
public record Stored(
    String director, String node, Optional<Request> request, Optional<Answer> answer) {

  /** {@return no object between these two} */
  public static Stored nothing(String director, String node) {
    return new Stored(director, node, Optional.empty(), Optional.empty());
  }

  /** {@return the greatest number that it names, in either half; 0 where it names none} */
  long greatest() {
    long asked = request.map(Request::sequence).orElse(0L);
    long acknowledged =
        answer.flatMap(Answer::acknowledged).map(Answer.Acknowledged::sequence).orElse(0L);
    return Math.max(asked, acknowledged);
  }

  /** {@return the object's name} */
  public String name() {
    return Request.objectName(director, node);
  }
}
