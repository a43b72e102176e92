package io.lvsoperator.e2e.lab;

import io.lvsoperator.e2e.bed.Load;
import io.lvsoperator.e2e.bed.LongConnection;
import io.lvsoperator.e2e.bed.LongConnections;
import io.lvsoperator.e2e.bed.Node;
import io.lvsoperator.e2e.bed.Result;
import io.lvsoperator.e2e.bed.Running;
import io.lvsoperator.e2e.bed.Tally;
import io.lvsoperator.e2e.bed.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    Labd.Session session = labd.start(name, LONG, List.of(program, "long", "--to", target));
    session.awaitOutput("connected");
    return untilStopped(session, LongConnection::parse);
  }

  @Override
  public Running<String> listen(int port) {
    Labd.Session session =
        labd.start(
            name,
            LONG,
            List.of(
                program,
                "serve",
                "--name",
                name,
                "--tcp",
                String.valueOf(port),
                "--until-input-ends"));
    session.awaitOutput("serving");
    return untilStopped(session, text -> text);
  }

  @Override
  public Running<LongConnections> hold(String target, int connections) {
    Labd.Session session =
        labd.start(
            name,
            LONG,
            List.of(program, "long", "--to", target, "--count", String.valueOf(connections)));
    session.awaitOutput("connected");
    return untilStopped(session, LongConnections::parse);
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
            load.protocol() == Load.Protocol.TCP ? "get" : "udp",
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
