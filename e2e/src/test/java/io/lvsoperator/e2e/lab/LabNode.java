package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Datagram;
import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.LongConnections;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Result;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Spoof;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Traffic;
import io.lvsoperator.e2e.bed.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A node of the lab: namespaces in the lab's kernel. */
record LabNode(String name, String address, String address6, Labd labd, String program)
    implements Node {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LONG = Duration.ofHours(1);

  @Override
  public Result run(String... command) {
    return run(LIMIT, "", command);
  }

  @Override
  public Result run(Duration limit, String input, String... command) {
    return labd.exec(name, limit, input, List.of(command));
  }

  @Override
  public String sh(String script) {
    String out = run(LIMIT, "set -e\n" + script, "/bin/sh").orFail();
    return out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
  }

  @Override
  public String state() {
    return run(program, "state").orFail();
  }

  @Override
  public Tally ask(Load load) {
    List<String> command = traffic(load);
    command.addAll(List.of("--count", String.valueOf(load.count())));
    return Tally.parse(labd.exec(name, LONG, "", command).orFail());
  }

  @Override
  public Running<Tally> keepAsking(Load load) {
    Labd.Session session = labd.start(name, LONG, traffic(load));
    session.awaitOutput("begun");
    return untilStopped(session, Tally::parse);
  }

  @Override
  public Running<LongConnection> hold(String target) {
    return going("connected", LongConnection::parse, "long", "--to", target);
  }

  @Override
  public Running<String> listen(int port) {
    String tcp = String.valueOf(port);
    return going(
        "serving", text -> text, "serve", "--name", name, "--tcp", tcp, "--until-input-ends");
  }

  @Override
  public Running<String> listenSctp(String target) {
    String answer = name.toUpperCase(Locale.ROOT);
    return going("serving", text -> text, "serve-sctp", "--name", answer, "--at", target);
  }

  @Override
  public Running<List<Datagram>> receive(int port) {
    return going("receiving", Datagram::parseAll, "receive", String.valueOf(port));
  }

  @Override
  public void send(Spoof spoof) {
    List<String> command =
        new ArrayList<>(List.of(program, "spoof", "--tunnel", spoof.tunnel().word()));
    command.addAll(List.of("--port", String.valueOf(Spoof.GUE_PORT), "--to", spoof.to()));
    command.addAll(List.of("--inner-from", spoof.innerFrom(), "--inner-to", spoof.innerTo()));
    command.addAll(List.of("--text", spoof.text()));
    spoof.outerFrom().ifPresent(source -> command.addAll(List.of("--from", source)));
    run(command.toArray(String[]::new)).orFail();
  }

  @Override
  public Running<Traffic> watch(String... addresses) {
    List<String> words = new ArrayList<>(List.of("watch"));
    words.addAll(List.of(addresses));
    return going("watching", Traffic::parse, words.toArray(String[]::new));
  }

  @Override
  public Running<String> advertise(String device) {
    return going("advertising", text -> text, "advertise", "--device", device);
  }

  /** Starts the lab's program here and waits until it says that it has begun. */
  <T> Running<T> going(String begun, Function<String, T> parse, String... words) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(words));
    Labd.Session session = labd.start(name, LONG, command);
    session.awaitOutput(begun);
    return untilStopped(session, parse);
  }

  @Override
  public Running<LongConnections> hold(String target, int connections) {
    String count = String.valueOf(connections);
    return going("connected", LongConnections::parse, "long", "--to", target, "--count", count);
  }

  @Override
  public Transfer upload(String target, int bytes, Duration limit) {
    return transfer("--up", target, bytes, limit);
  }

  @Override
  public Transfer download(String target, int bytes, Duration limit) {
    return transfer("--down", target, bytes, limit);
  }

  private Transfer transfer(String direction, String target, int bytes, Duration limit) {
    return Transfer.parse(
        run(
                program,
                "transfer",
                "--to",
                target,
                direction,
                String.valueOf(bytes),
                "--timeout",
                limit.toMillis() + "ms")
            .orFail());
  }

  /** tcpdump is ended by the end of its shell's input: a signal would need its process id. */
  @Override
  public Running<String> capture(String filter) {
    String script =
        """
        tcpdump -l -nn -e -i any "$0" 2>/tmp/capture.$$ &
        until grep -q listening /tmp/capture.$$; do sleep 0.1; kill -0 $! || exit 1; done
        cat /tmp/capture.$$ >&2; rm /tmp/capture.$$
        echo listening; read nothing
        sleep 0.5; kill $!; wait
        """;
    Labd.Session session = labd.start(name, LONG, List.of("/bin/sh", "-c", script, filter));
    session.awaitOutput("listening");
    return untilStopped(session, text -> text);
  }

  private List<String> traffic(Load load) {
    return new ArrayList<>(
        List.of(
            program,
            switch (load.protocol()) {
              case TCP -> "get";
              case UDP -> "udp";
              case SCTP -> "sctp";
            },
            "--one-port=" + load.onePort(),
            "--to",
            load.target(),
            "--concurrency",
            String.valueOf(load.concurrency()),
            "--interval",
            load.interval().toMillis() + "ms",
            "--timeout",
            load.timeout().toMillis() + "ms"));
  }

  private static <T> Running<T> untilStopped(Labd.Session session, Function<String, T> parse) {
    return new Running<>() {
      private final List<T> outcome = new ArrayList<>();

      @Override
      public T stop() {
        if (outcome.isEmpty()) {
          session.endInput();
          outcome.add(parse.apply(session.result().orFail()));
        }
        return outcome.getFirst();
      }
    };
  }
}
