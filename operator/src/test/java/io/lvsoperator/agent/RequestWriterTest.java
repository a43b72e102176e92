package io.lvsoperator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.lvsoperator.protocol.Request;
import io.lvsoperator.protocol.Stored;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as written while the API server is away: nobody listens on its port. */
class RequestWriterTest {
  private static final String NAME = Request.objectName("lb01", "rs01");

  private final Config nobody =
      new ConfigBuilder(Config.empty())
          .withMasterUrl("http://127.0.0.1:1")
          .withRequestRetryBackoffLimit(0)
          .build();
  private final KubernetesClient client = new KubernetesClientBuilder().withConfig(nobody).build();
  private final RequestWriter writer =
      new RequestWriter(client, new Contact(System::nanoTime, Duration.ofSeconds(30)), () -> {});

  @AfterEach
  void close() {
    writer.close();
    client.close();
  }

  private static Request request(long sequence) {
    return new Request("lb01", "rs01", Request.PROTOCOL, "boot", sequence, List.of(), List.of());
  }

  private static RequestWriter.Seen seen(Request request) {
    return new RequestWriter.Seen(
        new Stored("lb01", "rs01", Optional.of(request), Optional.empty()),
        "version-" + request.sequence());
  }

  private void offer(Map<String, RequestWriter.Seen> seen, Request request) {
    writer.offer(new RequestWriter.Offer(seen, List.of(request), Map.of(), List.of()));
  }

  private Optional<Long> standing(Optional<RequestWriter.Seen> seen) {
    return writer.standing(NAME, seen).flatMap(Stored::request).map(Request::sequence);
  }

  @Test
  void aRequestCountsWhileItWaitsAndThereIsWhatItWasDecidedFrom() {
    offer(Map.of(NAME, seen(request(1))), request(2));

    assertThat(standing(Optional.of(seen(request(1))))).contains(2L);
  }

  @Test
  void aDirectorNoticesThatItsObjectWentWhileAnUpdateWaited() {
    offer(Map.of(NAME, seen(request(1))), request(2));

    assertThat(standing(Optional.empty())).isEmpty();
    assertThat(writer.unseen(Map.of())).isEmpty();
  }

  @Test
  void aCreationCountsWhileItWaits() {
    offer(Map.of(), request(1));

    assertThat(standing(Optional.empty())).contains(1L);
    assertThat(standing(Optional.of(seen(request(7))))).contains(7L);
  }
}
