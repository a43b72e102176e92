package io.lvsoperator.translate;

import io.lvsoperator.api.v1alpha1.Management;
import io.lvsoperator.api.v1alpha1.RealServerSpec;
import io.lvsoperator.api.v1alpha1.RealServerState;
import io.lvsoperator.api.v1alpha1.RealServerStatus;
import io.lvsoperator.model.IpAddress;
import io.lvsoperator.translate.policy.Verdict;
import io.lvsoperator.translate.snapshot.Declared;
import java.util.Optional;

/**
 * What became of a RealServer, apart from any service.
 *
 * @param server the object with the spec that counts: the last accepted one, where its own was
 *     refused and that one is in force
 * @param verdict what is wrong with its own spec
 * @param inForce whether it can be used
 * @param node the Node that it was found to be; empty for one outside the cluster
 * @param maintenance whether it is to serve, by its spec and by what stands beside it
 */
public record RealServerVerdict(
    Declared<RealServerSpec, RealServerStatus> server,
    Verdict verdict,
    boolean inForce,
    Optional<String> node,
    Maintenance maintenance) {
  /**
   * {@return its address}
   *
   * @throws IllegalArgumentException if it is no address: then it is not in force
   */
  public IpAddress address() {
    return IpAddress.parse(server.spec().address());
  }

  /** {@return whether an agent sets up its side} */
  public boolean isManaged() {
    return server.spec().management().is(Management.AGENT);
  }

  /** {@return its weight: 0 while it drains} */
  public int weight() {
    return maintenance.state() == RealServerState.IN_SERVICE ? server.spec().weight() : 0;
  }

  /** {@return whether somebody has taken it out} */
  public boolean isOutOfService() {
    return maintenance.state() == RealServerState.OUT_OF_SERVICE;
  }

  /** {@return whether an earlier spec counts, because the object's own is refused} */
  public boolean isLastAccepted() {
    return inForce && !verdict.accepted();
  }
}
