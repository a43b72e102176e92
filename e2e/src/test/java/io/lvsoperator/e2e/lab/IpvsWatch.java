package io.lvsoperator.e2e.lab;

/** Tells when the ipvs table of a node is as wanted, within two milliseconds. */
public final class IpvsWatch implements AutoCloseable {

  private final Labd.Session session;
  private int seen;

  IpvsWatch(Labd.Session session) {
    this.session = session;
  }

  /**
   * Waits for an entry.
   *
   * @param entry {@code -t SERVICE -r SERVER -w WEIGHT}, or {@code -t SERVICE} for any destination
   * @throws AssertionError when it has not come within five minutes
   */
  public void await(String entry) {
    begin(entry);
    awaitBegun();
  }

  /** Begins to look for an entry, so that what comes at once is seen at once. */
  public void begin(String entry) {
    session.send(entry + "\n");
  }

  /** Waits for the entry that was begun. */
  public void awaitBegun() {
    seen++;
    session.awaitOutput("seen " + seen + "\n");
  }

  @Override
  public void close() {
    session.endInput();
    session.result();
  }
}
