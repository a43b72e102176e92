package io.lvsoperator.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What a node reports, one per Node, status only: written by that node's agent, but for the
 * condition {@link ConditionTypes#AGENT_ALIVE}.
 */
@Group("lvsoperator.io")
@Version("v1alpha1")
@Kind("LvsNode")
@Plural("lvsnodes")
@ShortNames("lvsno")
public class LvsNode extends CustomResource<Void, LvsNodeStatus> {

  private static final long serialVersionUID = 1L;

  /** What was reported, or the empty status: a status that nobody wrote yet is null in JSON. */
  public LvsNodeStatus reported() {
    return getStatus() == null ? LvsNodeStatus.empty() : getStatus();
  }
}
