package io.lvsoperator.protocol.model;

/** An attachment before and after a change of the service's mode. */
enum Version {
  V1,
  V2;

  int bit() {
    return 1 << ordinal();
  }
}
