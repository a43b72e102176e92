package io.lvsoperator.netlink;

import io.lvsoperator.ffm.Errno;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Requests and answers over one netlink socket: single requests, dumps and batches. Safe for use by
 * several threads; they take turns.
 */
public final class NetlinkChannel implements AutoCloseable {
  /** Batches grow no further: larger ones are not faster (measured). */
  static final int BATCH_BYTES = 16 * 1024;

  /** The default receive buffer holds 277 answers, and in the worst case each request gets one. */
  static final int BATCH_MESSAGES = 256;

  private static final int DUMP_ATTEMPTS = 5;

  private final Transport transport;
  private int sequence;

  NetlinkChannel(Transport transport) {
    this.transport = transport;
  }

  /** Opens a channel to rtnetlink. */
  public static NetlinkChannel route() {
    return new NetlinkChannel(NetlinkSocket.open(Nl.NETLINK_ROUTE));
  }

  /** Opens a channel to generic netlink. */
  public static NetlinkChannel generic() {
    return new NetlinkChannel(NetlinkSocket.open(Nl.NETLINK_GENERIC));
  }

  /** Opens a channel to nfnetlink. */
  public static NetlinkChannel netfilter() {
    return new NetlinkChannel(NetlinkSocket.open(Nl.NETLINK_NETFILTER));
  }

  /**
   * Sends one request and waits for its acknowledgement.
   *
   * @throws NetlinkException if the kernel refuses it
   */
  public void execute(Request request) {
    switch (batch(List.of(request)).getFirst()) {
      case Outcome.Applied() -> {}
      case Outcome.Refused(NetlinkException cause) -> throw cause;
      case Outcome.Unknown() ->
          throw new NetlinkException(
              request.operation(), Errno.ENOBUFS, "the kernel's answer was lost");
    }
  }

  /**
   * Sends one request and reads the message that answers it.
   *
   * @throws NetlinkException if the kernel refuses it, or acknowledges it without a message
   */
  public synchronized <T> T get(Request request, Function<ByteBuffer, T> parser) {
    send(request, Nl.NLM_F_ACK);
    Optional<T> answer = Optional.empty();
    while (true) {
      for (Message message : answers(request)) {
        if (message.type() == Nl.NLMSG_ERROR) {
          throwIfError(request, message);
          return answer.orElseThrow(
              () -> new NetlinkException(request.operation(), Errno.ENODATA, "empty answer"));
        }
        answer = Optional.of(parser.apply(message.payload()));
      }
    }
  }

  /**
   * Dumps everything that the request asks for. A dump that the kernel reports as interrupted by a
   * change, or whose answers were lost, is taken again, five times in all.
   *
   * @param parser turns the payload of each message into a value; the payload is valid only then
   * @throws NetlinkException if the kernel refuses, or {@code EINTR} when every attempt was
   *     interrupted
   */
  public synchronized <T> List<T> dump(Request request, Function<ByteBuffer, T> parser) {
    for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
      Optional<List<T>> values = dumpOnce(request, parser);
      if (values.isPresent()) {
        return values.get();
      }
    }
    throw new NetlinkException(
        request.operation(),
        Errno.EINTR,
        "the kernel's tables changed during each of " + DUMP_ATTEMPTS + " readings");
  }

  /**
   * Sends the requests in batches and returns the outcome of each, in order. A request that fails
   * does not stop those behind it. Where the socket fails after the first batch, the outcome of
   * what is left is unknown.
   *
   * @throws NetlinkException if the first batch cannot be sent, or its answers not be read
   */
  public synchronized List<Outcome> batch(List<? extends Request> requests) {
    List<Outcome> outcomes =
        new ArrayList<>(Collections.nCopies(requests.size(), new Outcome.Applied()));
    int start = 0;
    try {
      while (start < requests.size()) {
        int first = sequence + 1;
        int end = writeBatch(requests, start);
        transport.send();
        readBatch(requests.subList(start, end), outcomes.subList(start, end), first);
        start = end;
      }
    } catch (NetlinkException e) {
      if (start == 0) {
        throw e;
      }
      unknown(outcomes.subList(start, outcomes.size()));
    }
    return outcomes;
  }

  @Override
  public void close() {
    transport.close();
  }

  private int writeBatch(List<? extends Request> requests, int start) {
    ByteBuffer buffer = transport.sendBuffer();
    MessageWriter writer = new MessageWriter(buffer);
    int end = start;
    while (end < requests.size()
        && end - start < BATCH_MESSAGES
        && buffer.position() < BATCH_BYTES) {
      write(writer, requests.get(end++), 0);
    }
    // Errors are always answered, so only the last message asks for an acknowledgement.
    writer.addFlags(Nl.NLM_F_ACK);
    return end;
  }

  private void readBatch(List<? extends Request> requests, List<Outcome> outcomes, int first) {
    int last = requests.size() - 1;
    try {
      while (true) {
        for (Message message : Message.split(receive("send a batch of changes"))) {
          int index = message.sequence() - first;
          if (message.type() != Nl.NLMSG_ERROR || index < 0 || index > last) {
            continue;
          }
          if (message.error() != 0) {
            outcomes.set(index, new Outcome.Refused(failure(requests.get(index), message)));
          }
          if (index == last) {
            return;
          }
        }
      }
    } catch (NetlinkException e) {
      if (e.errno() != Errno.ENOBUFS && e.errno() != Errno.ETIMEDOUT) {
        throw e;
      }
      unknown(outcomes);
    }
  }

  private static void unknown(List<Outcome> outcomes) {
    outcomes.replaceAll(
        outcome -> outcome instanceof Outcome.Refused ? outcome : new Outcome.Unknown());
  }

  /** Empty if the dump has to be taken again. */
  private <T> Optional<List<T>> dumpOnce(Request request, Function<ByteBuffer, T> parser) {
    send(request, Nl.NLM_F_DUMP);
    List<T> values = new ArrayList<>();
    boolean interrupted = false;
    boolean ended = false;
    try {
      while (!ended) {
        for (Message message : answers(request)) {
          interrupted |= message.has(Nl.NLM_F_DUMP_INTR);
          ended = message.type() == Nl.NLMSG_DONE || message.type() == Nl.NLMSG_ERROR;
          if (ended) {
            throwIfError(request, message);
          } else {
            values.add(parser.apply(message.payload()));
          }
        }
      }
      return interrupted ? Optional.empty() : Optional.of(values);
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOBUFS || e.errno() == Errno.EINTR) {
        return Optional.empty();
      }
      throw e;
    } finally {
      if (!ended) {
        // The rest of it would go on arriving, and the next dump would be refused for that long.
        transport.renew();
      }
    }
  }

  private void send(Request request, int flags) {
    write(new MessageWriter(transport.sendBuffer()), request, flags);
    transport.send();
  }

  private void write(MessageWriter writer, Request request, int flags) {
    sequence++;
    writer.beginMessage(request.type(), request.flags() | flags | Nl.NLM_F_REQUEST, sequence);
    request.writeBody(writer);
    writer.endMessage();
  }

  /** The messages of the next datagram that answer the request sent last. */
  private List<Message> answers(Request request) {
    List<Message> messages = Message.split(receive(request.operation()));
    messages.removeIf(message -> message.sequence() != sequence || message.type() == Nl.NLMSG_NOOP);
    return messages;
  }

  private ByteBuffer receive(String operation) {
    try {
      return transport.receive();
    } catch (NetlinkException e) {
      throw new NetlinkException(operation, e.errno(), e.detail());
    }
  }

  private static void throwIfError(Request request, Message message) {
    if (message.error() != 0) {
      throw failure(request, message);
    }
  }

  private static NetlinkException failure(Request request, Message message) {
    int number = message.error();
    Errno errno = Errno.of(number);
    String detail = message.errorText();
    if (detail.isEmpty()) {
      detail = request.explain(errno);
    }
    if (errno == Errno.OTHER) {
      detail = "errno " + number + (detail.isEmpty() ? "" : ", " + detail);
    }
    return new NetlinkException(request.operation(), errno, detail);
  }
}
