package io.lvsoperator.model;

/**
 * Addresses from one to another, both included: what an administrator allows, written as a CIDR
 * ({@code 10.23.21.0/24}), as a range ({@code 10.23.21.10-10.23.21.20}) or as one address.
 *
 * @param first the lowest address
 * @param last the highest address, of the same family and not below the first
 */
public record AddressRange(IpAddress first, IpAddress last) {
  /** Checks family and order. */
  public AddressRange {
    if (first.family() != last.family() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException("not a range: " + first + "-" + last);
    }
  }

  /**
   * {@return the range that this text names}
   *
   * @throws IllegalArgumentException if it is neither CIDR, range nor address
   */
  public static AddressRange parse(String text) {
    if (text.indexOf('/') >= 0) {
      Subnet subnet = Subnet.parse(text);
      return new AddressRange(subnet.first(), subnet.last());
    }
    int dash = text.indexOf('-');
    return dash < 0
        ? new AddressRange(IpAddress.parse(text), IpAddress.parse(text))
        : new AddressRange(
            IpAddress.parse(text.substring(0, dash)), IpAddress.parse(text.substring(dash + 1)));
  }

  /** {@return whether this address lies in the range; false for another family} */
  public boolean contains(IpAddress address) {
    return address.family() == first.family()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + "-" + last;
  }
}
