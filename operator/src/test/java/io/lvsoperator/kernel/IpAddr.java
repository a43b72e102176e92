package io.lvsoperator.kernel;

import io.lvsoperator.model.Change;
import io.lvsoperator.model.LinkAddress;
import java.util.List;

/** One command after the other for addresses, as a person gives them. */
public record IpAddr(Addresses addresses) {
  /** {@code ip addr add}. */
  public void add(LinkAddress address) {
    carryOut(new Change.AddAddress(address));
  }

  /** {@code ip addr del}. */
  public void delete(LinkAddress address) {
    carryOut(new Change.DeleteAddress(address));
  }

  private void carryOut(Change.OfAddresses change) {
    if (addresses.apply(List.of(change)).getFirst() instanceof Answer.Refused(var why)) {
      throw why;
    }
  }
}
