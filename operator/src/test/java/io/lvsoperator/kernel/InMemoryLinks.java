package io.lvsoperator.kernel;

import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.OwnLink;
import java.util.List;
import java.util.Optional;

/** The interfaces of {@link InMemoryKernel}. */
final class InMemoryLinks implements Links {
  private static final int MTU = 1480;

  private final InMemoryKernel kernel;

  InMemoryLinks(InMemoryKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public List<Link> links() {
    return List.copyOf(kernel.links);
  }

  @Override
  public List<OwnLink> owned() {
    return List.copyOf(kernel.ownLinks);
  }

  @Override
  public void add(OwnLink link) {
    String operation = "ip link add " + link.options();
    InMemoryKernel.require(!kernel.hasLink(link.name()), operation, "EEXIST");
    boolean twin =
        link.kind() != OwnLink.Kind.DUMMY
            && kernel.ownLinks.stream()
                .anyMatch(
                    l ->
                        l.kind() == link.kind()
                            && l.local().equals(link.local())
                            && l.remote().equals(link.remote()));
    InMemoryKernel.require(!twin, operation, "EEXIST");
    kernel.write(operation);
    kernel.ownLinks.add(link);
    addDown(link.name(), link.kind().kernelName());
  }

  @Override
  public void delete(String name) {
    String operation = "ip link del " + name;
    InMemoryKernel.require(kernel.hasLink(name), operation, "ENODEV");
    kernel.write(operation);
    kernel.ownLinks.removeIf(l -> l.name().equals(name));
    kernel.links.removeIf(l -> l.name().equals(name));
    kernel.addresses.removeIf(a -> a.link().equals(name));
    kernel.routes.removeIf(r -> r.link().equals(name));
    kernel.parameters.keySet().removeIf(s -> s.link().equals(Optional.of(name)));
  }

  @Override
  public void load(FallbackLink link) {
    if (!kernel.hasLink(link.link())) {
      kernel.write("modprobe " + link.module());
      addDown(link.link(), link.kind());
    }
  }

  @Override
  public void up(String name) {
    set(name, true, "ip link set " + name + " up");
  }

  @Override
  public void down(String name) {
    set(name, false, "ip link set " + name + " down");
    kernel.routes.removeIf(r -> r.link().equals(name));
  }

  private void addDown(String name, String kind) {
    int index = kernel.links.stream().mapToInt(Link::index).max().orElse(0) + 1;
    kernel.addLink(new Link(index, name, Optional.empty(), MTU, false, false, kind));
  }

  private void set(String name, boolean up, String operation) {
    InMemoryKernel.require(kernel.hasLink(name), operation, "ENODEV");
    kernel.write(operation);
    kernel.links.replaceAll(
        l ->
            l.name().equals(name)
                ? new Link(l.index(), name, l.mac(), l.mtu(), up, l.loopback(), l.kind())
                : l);
  }
}
