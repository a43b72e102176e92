package io.lvsoperator.protocol.model;

/** The rules of the protocol, each of which can be left out to see what breaks without it. */
enum Rule {
  // The director's side: when there is weight.
  WEIGHT_NEEDS_ACKNOWLEDGEMENT("a director gives weight only to what is acknowledged"),
  NOT_BELOW_ASKED("an acknowledgement counts from the sequence in which it was asked for last"),
  NOT_ABOVE_OWN("an acknowledgement above the own sequence does not count"),
  NAMES_OWN_BOOT("an acknowledgement counts only with the director's own boot id"),
  EXCEPTION_TAKES_WEIGHT("an exception takes the weight away"),
  BOOT_TAKES_WEIGHT("a boot id of the node that is new takes the weight away"),
  SEEN_BOOTS("boot ids of the node are remembered, not compared"),
  BOOT_OF_NODE("the boot id in the Node is evidence"),
  BOOT_OF_STATUS("the boot id in the status is evidence"),
  // The director's side: when it asks again.
  AGAIN_AFTER_BOOT("what lost its weight by a boot id is asked for again"),
  AGAIN_AFTER_EXCEPTION("what lost its weight by an exception is asked for again when that goes"),
  AGAIN_AFTER_OWN_BOOT("everything is asked for again after the director's own reboot"),
  AGAIN_WHEN_GONE("everything is asked for again when the object is gone"),
  ABOVE_ACKNOWLEDGED("a director writes above a greater acknowledgement"),
  ABOVE_STORED("a director writes above a stored spec that is not its last one"),
  CLOCK("an agent without state counts the time among the sequences"),
  AGAIN_WHEN_ANOTHERS("everything is asked for again when the stored spec is not the last one"),
  NOTICES_ABSENCE("an update changes only the spec that was seen, and a creation none"),
  // The director's side: order.
  DISK_BEFORE_API("a director's disk comes before the API server"),
  EVIDENCE_ON_DISK("evidence is on disk before any weight is raised"),
  WITHDRAW_AFTER_KERNEL("a director withdraws only what its kernel cannot send"),
  GONE_IS_SILENT("a director whose Node is gone takes its weights away and writes nothing"),
  DELETES_EMPTY("a director deletes its object once the empty one is acknowledged"),
  // The real server's side.
  GREATEST_OVER_BOOTS("a node compares sequences whatever boot wrote them"),
  ABSENCE_KEEPS("a node keeps what an absent object asked for"),
  FORGETS_GONE("a node forgets the acknowledgement of a director that is gone"),
  KEEPS_WHATEVER_LABELS("a node keeps what a director asks for, selected or not"),
  NODE_DISK_BEFORE_STATUS("a node's disk comes before its status"),
  STATUS_AFTER_KERNEL("a node acknowledges after its kernel is done"),
  LISTS_BEFORE_REMOVAL("a node removes nothing before it has listed its objects"),
  REWRITES_STATUS("a node writes its status again when the stored one differs");

  private final String words;

  Rule(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
