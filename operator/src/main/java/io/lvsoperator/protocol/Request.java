package io.lvsoperator.protocol;

import io.lvsoperator.model.Attachment;
import io.lvsoperator.model.DirectorPeer;
import java.util.Comparator;
import java.util.List;

/**
 * What a director asks of a node: the spec of a ForwardingRequest. It is an upper bound on what the
 * director may send there.
 *
 * @param director the director's Node
 * @param node the real server's Node
 * @param protocol the version of the protocol, {@link #PROTOCOL}
 * @param bootId of the director's kernel when it asked
 * @param sequence one number per director and node, never used twice
 * @param identity whose packets the node is to take, part of every attachment
 * @param attachments what the director may send, by id
 */
public record Request(
    String director,
    String node,
    int protocol,
    String bootId,
    long sequence,
    List<Identity> identity,
    List<Attachment> attachments) {

  /** The version of the protocol that this agent speaks. */
  public static final int PROTOCOL = 1;

  /** Copies the lists and puts attachments in the order of their ids. */
  public Request {
    identity = List.copyOf(identity);
    attachments = attachments.stream().sorted(Comparator.comparing(Attachment::id)).toList();
  }

  /** {@return the director as its real servers see it} */
  public DirectorPeer peer() {
    return new DirectorPeer(director, identity.stream().map(Identity::asInterface).toList());
  }

  /** {@return the name of the object between these two} */
  public static String objectName(String director, String node) {
    return Attachment.hash(director + "\n" + node);
  }
}
