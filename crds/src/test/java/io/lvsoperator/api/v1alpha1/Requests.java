package io.lvsoperator.api.v1alpha1;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Requests of any size, as agents write them: in NAT with translation of the port, the longest. */
final class Requests {

  private Requests() {}

  static ForwardingRequestSpec spec(String director, String node, int attachments) {
    return new ForwardingRequestSpec(
        director,
        node,
        1,
        "5c6d4b0e-ef32-4a47-8bd3-8b2c0a1b1b1b",
        1_796_077_057_000L,
        List.of(
            new RequestIdentity(
                "eth0", Optional.of("02:00:00:00:00:01"), List.of("10.23.21.184/16"))),
        IntStream.range(0, attachments).mapToObj(Requests::attachment).toList());
  }

  private static Attachment attachment(int i) {
    return new Attachment(
        "%08x".formatted(i),
        "shop/web-%04d".formatted(i),
        "10.23.1%02d.1%02d".formatted(i / 100, i % 100),
        "10.23.190.76",
        Lenient.of(ServiceMode.NAT),
        Optional.empty(),
        List.of(AttachmentPort.of(PortProtocol.TCP, 80, 80, 8080)));
  }
}
