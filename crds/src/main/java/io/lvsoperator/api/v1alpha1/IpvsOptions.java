package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * Kernel options of the directors of a {@link DirectorGroup}. Absent is left as it is, except where
 * {@link #expireNodestConn} and {@link #expireQuiescentTemplate} say otherwise.
 *
 * @param tcpTimeoutSeconds how long an idle TCP connection is remembered, 1 to 2147483
 * @param tcpFinTimeoutSeconds the same after its FIN, 1 to 2147483
 * @param udpTimeoutSeconds the same after a UDP packet, 1 to 2147483
 * @param connReuseMode {@code net.ipv4.vs.conn_reuse_mode}, 0 or 1
 * @param expireNodestConn {@code net.ipv4.vs.expire_nodest_conn}; absent: on where no other program
 *     has virtual servers
 * @param expireQuiescentTemplate {@code net.ipv4.vs.expire_quiescent_template}; absent: on where no
 *     other program has virtual servers
 * @param runEstimation {@code net.ipv4.vs.run_estimation}
 * @param sloppyTcp {@code net.ipv4.vs.sloppy_tcp}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IpvsOptions(
    @OptionalJson Optional<Integer> tcpTimeoutSeconds,
    @OptionalJson Optional<Integer> tcpFinTimeoutSeconds,
    @OptionalJson Optional<Integer> udpTimeoutSeconds,
    @OptionalJson Optional<Integer> connReuseMode,
    @OptionalJson Optional<Boolean> expireNodestConn,
    @OptionalJson Optional<Boolean> expireQuiescentTemplate,
    @OptionalJson Optional<Boolean> runEstimation,
    @OptionalJson Optional<Boolean> sloppyTcp) {

  /** No option set. */
  public static final IpvsOptions NONE =
      new IpvsOptions(null, null, null, null, null, null, null, null);

  /** Fills in what JSON left out. */
  public IpvsOptions {
    tcpTimeoutSeconds = Given.optional(tcpTimeoutSeconds);
    tcpFinTimeoutSeconds = Given.optional(tcpFinTimeoutSeconds);
    udpTimeoutSeconds = Given.optional(udpTimeoutSeconds);
    connReuseMode = Given.optional(connReuseMode);
    expireNodestConn = Given.optional(expireNodestConn);
    expireQuiescentTemplate = Given.optional(expireQuiescentTemplate);
    runEstimation = Given.optional(runEstimation);
    sloppyTcp = Given.optional(sloppyTcp);
  }
}
