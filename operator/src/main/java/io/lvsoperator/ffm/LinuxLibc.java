package io.lvsoperator.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * {@link Libc} by {@code java.lang.foreign}.
 *
 * <p>The state that captures {@code errno} is allocated per call and read only after a failure.
 * None of the handles is "critical": the kernel runs a whole netlink batch inside {@code send}, and
 * a critical call would hold up safepoints for that long.
 */
@SuppressWarnings("restricted")
final class LinuxLibc implements Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final int MAX_SOCKADDR = 128;
  private static final int POLLFD_SIZE = 8;

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = call("listen", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SEND =
      call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SENDTO =
      call("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECV =
      call("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle RECVFROM =
      call("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKOPT =
      call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GETSOCKNAME =
      call("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle POLL = call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle IOCTL =
      variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

  private static final LinuxLibc INSTANCE = new LinuxLibc();

  private LinuxLibc() {}

  static Libc instance() {
    return INSTANCE;
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    return (int)
        run("socket", (arena, state) -> (int) SOCKET.invokeExact(state, domain, type, protocol));
  }

  @Override
  public void bind(int fd, byte[] address) {
    run(
        "bind",
        (arena, state) -> (int) BIND.invokeExact(state, fd, copy(arena, address), address.length));
  }

  @Override
  public void connect(int fd, byte[] address) {
    run(
        "connect",
        (arena, state) ->
            (int) CONNECT.invokeExact(state, fd, copy(arena, address), address.length));
  }

  @Override
  public void listen(int fd, int backlog) {
    run("listen", (arena, state) -> (int) LISTEN.invokeExact(state, fd, backlog));
  }

  @Override
  public int send(int fd, ByteBuffer message, int flags) {
    MemorySegment bytes = direct(message);
    return (int)
        run(
            "send",
            (arena, state) -> (long) SEND.invokeExact(state, fd, bytes, bytes.byteSize(), flags));
  }

  @Override
  public int sendto(int fd, ByteBuffer message, int flags, byte[] address) {
    MemorySegment bytes = direct(message);
    return (int)
        run(
            "sendto",
            (arena, state) ->
                (long)
                    SENDTO.invokeExact(
                        state,
                        fd,
                        bytes,
                        bytes.byteSize(),
                        flags,
                        copy(arena, address),
                        address.length));
  }

  @Override
  public int recv(int fd, ByteBuffer buffer, int flags) {
    MemorySegment bytes = direct(buffer);
    return (int)
        run(
            "recv",
            (arena, state) -> (long) RECV.invokeExact(state, fd, bytes, bytes.byteSize(), flags));
  }

  @Override
  public Received recvfrom(int fd, ByteBuffer buffer, int flags) {
    MemorySegment bytes = direct(buffer);
    byte[][] sender = new byte[1][];
    long length =
        run(
            "recvfrom",
            (arena, state) -> {
              MemorySegment address = arena.allocate(MAX_SOCKADDR);
              MemorySegment size = arena.allocateFrom(JAVA_INT, MAX_SOCKADDR);
              long received =
                  (long)
                      RECVFROM.invokeExact(
                          state, fd, bytes, bytes.byteSize(), flags, address, size);
              sender[0] = prefix(address, size);
              return received;
            });
    return new Received((int) length, sender[0]);
  }

  @Override
  public void setsockopt(int fd, int level, int option, byte[] value) {
    run(
        "setsockopt",
        (arena, state) ->
            (int)
                SETSOCKOPT.invokeExact(state, fd, level, option, copy(arena, value), value.length));
  }

  /** {@code struct sock_fprog}: a count, and the address of that many instructions. */
  @Override
  public void attachFilter(int fd, long... program) {
    run(
        "setsockopt",
        (arena, state) -> {
          MemorySegment instructions = arena.allocateFrom(JAVA_LONG, program);
          MemorySegment header = arena.allocate(2 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
          header.set(JAVA_SHORT, 0, (short) program.length);
          header.set(ADDRESS, ADDRESS.byteSize(), instructions);
          return (int)
              SETSOCKOPT.invokeExact(
                  state,
                  fd,
                  Sockets.SOL_SOCKET,
                  Sockets.SO_ATTACH_FILTER,
                  header,
                  (int) header.byteSize());
        });
  }

  @Override
  public byte[] getsockopt(int fd, int level, int option, int length) {
    byte[][] value = new byte[1][];
    run(
        "getsockopt",
        (arena, state) -> {
          MemorySegment bytes = arena.allocate(length);
          MemorySegment size = arena.allocateFrom(JAVA_INT, length);
          int result = (int) GETSOCKOPT.invokeExact(state, fd, level, option, bytes, size);
          value[0] = prefix(bytes, size);
          return result;
        });
    return value[0];
  }

  @Override
  public byte[] getsockname(int fd) {
    byte[][] name = new byte[1][];
    run(
        "getsockname",
        (arena, state) -> {
          MemorySegment address = arena.allocate(MAX_SOCKADDR);
          MemorySegment size = arena.allocateFrom(JAVA_INT, MAX_SOCKADDR);
          int result = (int) GETSOCKNAME.invokeExact(state, fd, address, size);
          name[0] = prefix(address, size);
          return result;
        });
    return name[0];
  }

  @Override
  public void ioctl(int fd, long request, ByteBuffer argument) {
    MemorySegment bytes = direct(argument);
    run("ioctl", (arena, state) -> (int) IOCTL.invokeExact(state, fd, request, bytes));
  }

  @Override
  public short[] poll(int[] fds, short events, int timeoutMillis) {
    short[] ready = new short[fds.length];
    run(
        "poll",
        (arena, state) -> {
          MemorySegment set = arena.allocate((long) POLLFD_SIZE * fds.length, 4);
          for (int i = 0; i < fds.length; i++) {
            set.set(JAVA_INT, (long) POLLFD_SIZE * i, fds[i]);
            set.set(JAVA_SHORT, (long) POLLFD_SIZE * i + 4, events);
          }
          int result = (int) POLL.invokeExact(state, set, (long) fds.length, timeoutMillis);
          for (int i = 0; i < fds.length; i++) {
            ready[i] = set.get(JAVA_SHORT, (long) POLLFD_SIZE * i + 6);
          }
          return result;
        });
    return ready;
  }

  @Override
  public void close(int fd) {
    run("close", (arena, state) -> (int) CLOSE.invokeExact(state, fd));
  }

  private static long run(String name, NativeCall call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      long result = call.invoke(arena, state);
      if (result < 0) {
        throw new LibcException(name, (int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("libc functions throw nothing, " + name + " did", e);
    }
  }

  private static MemorySegment copy(Arena arena, byte[] bytes) {
    return arena.allocateFrom(JAVA_BYTE, bytes);
  }

  private static MemorySegment direct(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("the buffer is not direct");
    }
    return MemorySegment.ofBuffer(buffer);
  }

  private static byte[] prefix(MemorySegment bytes, MemorySegment size) {
    long length = Math.clamp(size.get(JAVA_INT, 0), 0, bytes.byteSize());
    return bytes.asSlice(0, length).toArray(JAVA_BYTE);
  }

  private static MethodHandle call(String name, ValueLayout result, ValueLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /** A function that takes any arguments from number {@code first} on; 0 is the first of all. */
  private static MethodHandle variadic(
      String name, int first, ValueLayout result, ValueLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(first));
  }

  /** One call; the leading argument of every handle is the state that captures errno. */
  private interface NativeCall {
    long invoke(Arena arena, MemorySegment state) throws Throwable;
  }
}
