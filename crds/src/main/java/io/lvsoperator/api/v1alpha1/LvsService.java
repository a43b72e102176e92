package io.lvsoperator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A VIP with its ports, balanced over real servers: the application team's object. */
@Group("lvsoperator.io")
@Version("v1alpha1")
@Kind("LvsService")
@Plural("lvsservices")
@ShortNames("lvs")
public class LvsService extends CustomResource<LvsServiceSpec, LvsServiceStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  @Override
  protected LvsServiceSpec initSpec() {
    return new LvsServiceSpec(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** Sets the spec; {@code null}, as JSON may have it, is the empty one. */
  @Override
  public void setSpec(LvsServiceSpec spec) {
    super.setSpec(spec == null ? initSpec() : spec);
  }

  /** What was reported, or the empty status: a status that nobody wrote yet is null in JSON. */
  public LvsServiceStatus reported() {
    return getStatus() == null ? LvsServiceStatus.empty() : getStatus();
  }
}
