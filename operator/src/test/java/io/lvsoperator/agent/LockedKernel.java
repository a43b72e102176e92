package io.lvsoperator.agent;

import io.lvsoperator.kernel.Addresses;
import io.lvsoperator.kernel.Announcements;
import io.lvsoperator.kernel.FouPorts;
import io.lvsoperator.kernel.InMemoryKernel;
import io.lvsoperator.kernel.Ipvs;
import io.lvsoperator.kernel.Kernel;
import io.lvsoperator.kernel.Links;
import io.lvsoperator.kernel.PacketTable;
import io.lvsoperator.kernel.Routes;
import io.lvsoperator.kernel.Sockets;
import io.lvsoperator.kernel.Sysctls;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import java.util.function.Function;

/** An in-memory kernel that an agent and a test use at the same time. */
final class LockedKernel {
  private final InMemoryKernel kernel;

  LockedKernel(InMemoryKernel kernel) {
    this.kernel = kernel;
  }

  /** Does something that no pass gets in between. */
  void change(Consumer<InMemoryKernel> action) {
    synchronized (kernel) {
      action.accept(kernel);
    }
  }

  /** Looks at it while no change is under way. */
  <T> T see(Function<InMemoryKernel, T> look) {
    synchronized (kernel) {
      return look.apply(kernel);
    }
  }

  Kernel ports() {
    Kernel bare = kernel.kernel();
    return new Kernel(
        locked(Ipvs.class, bare.ipvs()),
        locked(Links.class, bare.links()),
        locked(FouPorts.class, bare.fouPorts()),
        locked(Addresses.class, bare.addresses()),
        locked(Routes.class, bare.routes()),
        locked(Sysctls.class, bare.sysctls()),
        locked(PacketTable.class, bare.packetTable()),
        locked(Announcements.class, bare.announcements()),
        locked(Sockets.class, bare.sockets()));
  }

  private <T> T locked(Class<T> port, T bare) {
    Object proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (self, method, arguments) -> {
              synchronized (kernel) {
                try {
                  return method.invoke(bare, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }
            });
    return port.cast(proxy);
  }
}
