package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * An option of a director's ipvs.
 *
 * @param name the sysctl, such as {@code net.ipv4.vs.sloppy_tcp}, or {@code timeout tcp}, {@code
 *     timeout tcpfin} or {@code timeout udp}
 * @param value the effective value; of a timeout, seconds
 * @param reason why it has this value
 * @param group the DirectorGroup that sets it, if one does
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeIpvsOption(
    String name, String value, Lenient<OptionReason> reason, @OptionalJson Optional<String> group) {

  /** Fills in what JSON left out. */
  public NodeIpvsOption {
    name = Given.text(name);
    value = Given.text(value);
    reason = Given.or(Lenient.of(OptionReason.UNTOUCHED), reason);
    group = Given.optional(group);
  }
}
