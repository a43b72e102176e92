package io.lvsoperator.kernel;

import io.lvsoperator.model.FallbackLink;
import io.lvsoperator.model.Link;
import io.lvsoperator.model.OwnLink;
import java.util.List;

/** The network interfaces. */
public interface Links {
  /** {@return every interface of this network namespace} */
  List<Link> links();

  /** {@return the devices with our label, our prefix and of a kind that we make} */
  List<OwnLink> owned();

  /**
   * Makes a device, which is down then. The kernel loads the module of its kind if need be.
   *
   * @throws KernelException {@code EEXIST} if there is one of that name, or a tunnel of that kind
   *     between those addresses; {@code EOPNOTSUPP} if this kernel has no such kind
   */
  void add(OwnLink link);

  /**
   * Deletes a device with the addresses on it.
   *
   * @throws KernelException {@code ENODEV} if there is none of that name
   */
  void delete(String name);

  /**
   * Makes the kernel load a tunnel's module, so that its fallback device is there. Nothing happens
   * if it is there already.
   *
   * @throws KernelException {@code EOPNOTSUPP} if this kernel has no such module, {@code ENODEV} if
   *     the module brings no device into this network namespace
   */
  void load(FallbackLink link);

  /**
   * Switches a device on.
   *
   * @throws KernelException {@code ENODEV} if there is none of that name
   */
  void up(String name);

  /**
   * Switches a device off.
   *
   * @throws KernelException {@code ENODEV} if there is none of that name
   */
  void down(String name);
}
