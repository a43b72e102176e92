package io.lvsoperator.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The nodes that carry VIPs and what they may carry: the administrator's object. */
@Group("lvsoperator.io")
@Version("v1alpha1")
@Kind("DirectorGroup")
@Plural("directorgroups")
@ShortNames("lvsdg")
public class DirectorGroup extends CustomResource<DirectorGroupSpec, DirectorGroupStatus> {

  private static final long serialVersionUID = 1L;

  @Override
  protected DirectorGroupSpec initSpec() {
    return new DirectorGroupSpec(null, null, null, null, null, null);
  }

  /** Sets the spec; {@code null}, as JSON may have it, is the empty one. */
  @Override
  public void setSpec(DirectorGroupSpec spec) {
    super.setSpec(spec == null ? initSpec() : spec);
  }

  /** What was reported, or the empty status: a status that nobody wrote yet is null in JSON. */
  public DirectorGroupStatus reported() {
    return getStatus() == null ? DirectorGroupStatus.empty() : getStatus();
  }
}
