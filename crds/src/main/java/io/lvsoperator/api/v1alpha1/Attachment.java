package io.lvsoperator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * One real server of a service, as a director sends to it. What JSON may leave out is left out, so
 * that two of the same meaning are equal and a thousand stay below 150 kB.
 *
 * @param id a hash of the rest: 8 to 64 hexadecimal digits, unique within the request
 * @param service the LvsService, {@code namespace/name}
 * @param vip the VIP in canonical form
 * @param address the real server's address in canonical form
 * @param mode how packets reach the real server; never FULLNAT
 * @param tunnel how packets are wrapped, in mode TUN; absent: {@link Tunnel#DEFAULT}
 * @param ports which packets reach the real server, 1 to 64
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Attachment(
    String id,
    String service,
    String vip,
    String address,
    Lenient<ServiceMode> mode,
    @OptionalJson Optional<Tunnel> tunnel,
    List<AttachmentPort> ports) {

  /** Fills in what JSON left out, and leaves out what goes without saying. */
  public Attachment {
    id = Given.text(id);
    service = Given.text(service);
    vip = Given.text(vip);
    address = Given.text(address);
    mode = Given.or(Lenient.parse(ServiceMode.class, ""), mode);
    tunnel = Given.optional(tunnel).filter(t -> !t.equals(Tunnel.DEFAULT));
    ports = Given.list(ports);
  }

  /** Every value that this version does not know, as {@code field "text"}; empty when all are. */
  public List<String> unsupportedValues() {
    return Unsupported.values()
        .value("mode", mode)
        .each("tunnel.type", tunnel.stream().toList(), Tunnel::type)
        .each("tunnel.checksum", tunnel.stream().toList(), Tunnel::checksum)
        .each("ports[].protocol", ports, AttachmentPort::transport)
        .list();
  }
}
