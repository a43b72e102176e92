package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What an administrator grants on the directors of a {@link DirectorGroup}.
 *
 * @param name unique within the group
 * @param namespaceSelector the namespaces that may; {@code {}} is all of them
 * @param vips what may be a VIP: CIDRs or {@code a-b} ranges
 * @param realServers what may be a real server: CIDRs or {@code a-b} ranges
 * @param ownAddresses whether a VIP may be a director's own address
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AllowRule(
    String name,
    LabelSelector namespaceSelector,
    List<String> vips,
    List<String> realServers,
    Lenient<OwnAddresses> ownAddresses) {

  /** Fills in what JSON left out. */
  public AllowRule {
    name = Given.text(name);
    namespaceSelector = Given.or(NONE, namespaceSelector);
    vips = Given.list(vips);
    realServers = Given.list(realServers);
    ownAddresses = Given.or(Lenient.of(OwnAddresses.DENY), ownAddresses);
  }

  /** A rule that names no namespaces (the schema refuses it) grants nothing to anybody. */
  private static final LabelSelector NONE =
      new LabelSelector(
          Map.of(),
          List.of(
              new SelectorRequirement(
                  "kubernetes.io/metadata.name", Lenient.of(SelectorOperator.IN), List.of())));
}
