package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a director asks of a node.
 *
 * @param director the director's Node; immutable
 * @param node the real servers' Node; immutable, never the director's
 * @param protocol the version of the protocol, from 1; 0 where there is no spec
 * @param bootID the director's boot id
 * @param sequence the number of this request, from 1, never used again by this director towards
 *     this node; 0 where there is no spec
 * @param identity the director's interfaces, at most 256
 * @param attachments all that this director may send to this node, at most 4096
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ForwardingRequestSpec(
    String director,
    String node,
    Integer protocol,
    String bootID,
    Long sequence,
    List<RequestIdentity> identity,
    List<Attachment> attachments) {

  /** Fills in what JSON left out. */
  public ForwardingRequestSpec {
    director = Given.text(director);
    node = Given.text(node);
    protocol = Given.or(0, protocol);
    bootID = Given.text(bootID);
    sequence = Given.or(0L, sequence);
    identity = Given.list(identity);
    attachments = Given.list(attachments);
  }
}
