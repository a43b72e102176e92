package io.lvsoperator.linux;

import io.lvsoperator.kernel.KernelEvents;
import io.lvsoperator.netlink.EventSocket;
import io.lvsoperator.netlink.KernelEvent;
import io.lvsoperator.netlink.NetlinkException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Events by netlink multicast: one thread for rtnetlink, one for nf_tables. */
final class NetlinkEvents implements KernelEvents {
  /** Closing a socket wakes nobody: so long may a closed subscription go on waiting. */
  private static final Duration WAIT = Duration.ofMillis(250);

  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(5);

  @Override
  public Subscription subscribe(Consumer<String> listener) {
    // Opened here: what happens after this method returns is not missed.
    Follower route = new Follower(EventSocket::route, listener);
    Follower nftables = new Follower(EventSocket::nftables, listener);
    List<Thread> threads =
        List.of(start("kernel-events-route", route), start("kernel-events-nft", nftables));
    return () -> {
      threads.forEach(Thread::interrupt);
      threads.forEach(NetlinkEvents::await);
    };
  }

  private static Thread start(String name, Runnable task) {
    // Platform threads: poll(2) would pin a virtual thread's carrier.
    return Thread.ofPlatform().name(name).daemon().start(task);
  }

  private static void await(Thread thread) {
    try {
      thread.join(WAIT.multipliedBy(4));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Follows one socket until its thread is interrupted; opens it again after an error. */
  private static final class Follower implements Runnable {
    private final Supplier<EventSocket> opening;
    private final Consumer<String> listener;
    private Optional<EventSocket> socket;

    Follower(Supplier<EventSocket> opening, Consumer<String> listener) {
      this.opening = opening;
      this.listener = listener;
      this.socket = open();
    }

    @Override
    public void run() {
      while (!Thread.currentThread().isInterrupted()) {
        if (socket.isPresent()) {
          follow(socket.get());
        } else {
          pause();
          socket = open();
        }
      }
      close();
    }

    private void follow(EventSocket events) {
      try {
        for (KernelEvent event : events.next(WAIT)) {
          listener.accept(event.text());
        }
      } catch (NetlinkException e) {
        close();
        listener.accept("events were interrupted: " + e.getMessage());
      }
    }

    /** Empty where this kernel has no such events (yet): polling finds what they would tell. */
    private Optional<EventSocket> open() {
      try {
        return Optional.of(opening.get());
      } catch (NetlinkException e) {
        return Optional.empty();
      }
    }

    private void close() {
      socket.ifPresent(EventSocket::close);
      socket = Optional.empty();
    }

    private static void pause() {
      try {
        Thread.sleep(BEFORE_ANOTHER_TRY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
