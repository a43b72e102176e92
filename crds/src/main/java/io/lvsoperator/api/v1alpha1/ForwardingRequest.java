package io.lvsoperator.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What a director asks of a node of real servers, and what that node answers: one per director and
 * node. The director's agent writes the spec, the node's agent the status.
 */
@Group("lvsoperator.io")
@Version("v1alpha1")
@Kind("ForwardingRequest")
@Plural("forwardingrequests")
@ShortNames("lvsfr")
public class ForwardingRequest
    extends CustomResource<ForwardingRequestSpec, ForwardingRequestStatus> {

  private static final long serialVersionUID = 1L;

  /** The label by which a director finds what it asked: a hash of its Node's name. */
  public static final String DIRECTOR_LABEL = "lvsoperator.io/director";

  /** The label by which a node finds what is asked of it: a hash of its name. */
  public static final String NODE_LABEL = "lvsoperator.io/node";

  @Override
  protected ForwardingRequestSpec initSpec() {
    return new ForwardingRequestSpec(null, null, null, null, null, null, null);
  }

  /** Sets the spec; {@code null}, as JSON may have it, is the empty one. */
  @Override
  public void setSpec(ForwardingRequestSpec spec) {
    super.setSpec(spec == null ? initSpec() : spec);
  }

  /** What was answered, or the empty status: a status that nobody wrote yet is null in JSON. */
  public ForwardingRequestStatus reported() {
    return getStatus() == null ? ForwardingRequestStatus.empty() : getStatus();
  }
}
