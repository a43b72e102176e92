package io.lvsoperator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A server that takes connections of the services that select it. */
@Group("lvsoperator.io")
@Version("v1alpha1")
@Kind("RealServer")
@Plural("realservers")
@ShortNames("lvsrs")
public class RealServer extends CustomResource<RealServerSpec, RealServerStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  @Override
  protected RealServerSpec initSpec() {
    return new RealServerSpec(null, null, null, null, null, null, null);
  }

  /** Sets the spec; {@code null}, as JSON may have it, is the empty one. */
  @Override
  public void setSpec(RealServerSpec spec) {
    super.setSpec(spec == null ? initSpec() : spec);
  }

  /** What was reported, or the empty status: a status that nobody wrote yet is null in JSON. */
  public RealServerStatus reported() {
    return getStatus() == null ? RealServerStatus.empty() : getStatus();
  }
}
