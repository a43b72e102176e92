package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes that carry VIPs, and whom they carry them for.
 *
 * @param nodeSelector which Nodes are directors; empty (the schema refuses it) selects none
 * @param interfaceName the interface for the VIPs; absent: the one whose subnet holds the VIP, else
 *     the default route's
 * @param allow a VIP is a privilege: nothing is allowed that is not here
 * @param sourceAddresses FULLNAT's source pool; empty: the director's own address
 * @param vipHostPorts what becomes of new connections to a port of a VIP that no service has
 * @param ipvs kernel options of the directors
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DirectorGroupSpec(
    LabelSelector nodeSelector,
    @JsonProperty("interface") @OptionalJson Optional<String> interfaceName,
    List<AllowRule> allow,
    List<String> sourceAddresses,
    Lenient<VipHostPorts> vipHostPorts,
    @OptionalJson Optional<IpvsOptions> ipvs) {

  /** Fills in what JSON left out. */
  public DirectorGroupSpec {
    nodeSelector = Given.or(new LabelSelector(Map.of(), List.of()), nodeSelector);
    interfaceName = Given.optional(interfaceName);
    allow = Given.list(allow);
    sourceAddresses = Given.list(sourceAddresses);
    vipHostPorts = Given.or(Lenient.of(VipHostPorts.CLOSED), vipHostPorts);
    ipvs = Given.optional(ipvs);
  }

  /** Whether a Node with {@code labels} is a director of the group. */
  public boolean selectsNode(Map<String, String> labels) {
    return !nodeSelector.selectsEverything() && nodeSelector.matches(labels);
  }

  /** Every value that this version does not know, as {@code field "text"}; empty when all are. */
  public List<String> unsupportedValues() {
    return Unsupported.values()
        .selector("spec.nodeSelector", Optional.of(nodeSelector))
        .each("spec.allow[].ownAddresses", allow, AllowRule::ownAddresses)
        .value("spec.vipHostPorts", vipHostPorts)
        .list();
  }
}
