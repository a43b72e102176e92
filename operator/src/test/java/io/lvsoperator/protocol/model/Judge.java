package io.lvsoperator.protocol.model;

/**
 * What the judge remembers of a director, beside the protocol: which packets into nothing are
 * nobody's fault.
 *
 * @param tolerated under which attachments packets may meet nothing now
 * @param bootKnown whether the director's disk knows the node's present boot
 * @param lossKnown of which attachments nothing was lost that the director does not know of
 * @param excuse whether the real server was told that this director is gone
 * @param askedAfter the request that ends the excuse {@link Excuse#UNTIL_TAKEN}
 * @param greatest sequence that was ever used: the clock
 */
record Judge(
    Versions tolerated,
    boolean bootKnown,
    Versions lossKnown,
    Excuse excuse,
    int askedAfter,
    int greatest) {

  /** A live machine that was declared gone: said in FAILURES, not covered. */
  enum Excuse {
    NONE,
    /** It was off when its real server let go; covered, unless it boots without API server. */
    WHILE_OFF,
    /** Until it has asked again. */
    UNTIL_ASKED,
    /** Until what it has asked since is taken. */
    UNTIL_TAKEN,
    /** A restored store hides that its object was gone: until its last request is in place. */
    HIDDEN
  }

  static final Judge FIRST = new Judge(Versions.NONE, true, Versions.ALL, Excuse.NONE, 0, 0);

  /** {@return after the director has saved this} */
  Judge saved(DirectorSide disk, int nodeBoot) {
    Versions known = lossKnown.plus(disk.knownExceptions());
    boolean boot = bootKnown || disk.knowsBoot(nodeBoot);
    return known.equals(lossKnown) && boot == bootKnown
        ? this
        : new Judge(tolerated, boot, known, excuse, askedAfter, greatest);
  }

  /** {@return after the director has given weight to what is not in place} */
  Judge raisedIntoNothing(Version one) {
    boolean innocent = !bootKnown || !lossKnown.has(one) || excuse != Excuse.NONE;
    Excuse next = excuse == Excuse.WHILE_OFF ? Excuse.UNTIL_ASKED : excuse;
    return new Judge(
        innocent ? tolerated.with(one) : tolerated.without(one),
        bootKnown,
        lossKnown,
        next,
        askedAfter,
        greatest);
  }

  /** {@return after the node has put something in place} */
  Judge placed(Version one) {
    return with(tolerated.without(one), lossKnown.with(one));
  }

  /** {@return after a third party took something from the node} */
  Judge lost(Version one, Kernel kernel) {
    Versions sent = kernel.of(one).sends() ? tolerated.with(one) : tolerated;
    return with(sent, lossKnown.without(one));
  }

  /** {@return after the node has removed what it need not keep} */
  Judge removed(Version one, Kernel kernel) {
    return excuse != Excuse.NONE && kernel.of(one).sends()
        ? with(tolerated.with(one), lossKnown)
        : this;
  }

  /** {@return after nothing is sent any more under an attachment} */
  Judge drained(Version one) {
    return with(tolerated.without(one), lossKnown);
  }

  /** {@return after the node's machine has gone off and on} */
  Judge nodeBooted(Kernel kernel) {
    return new Judge(
        tolerated.plus(kernel.sending()), false, lossKnown, excuse, askedAfter, greatest);
  }

  /** {@return after the director's machine has gone off} */
  Judge directorOff() {
    Excuse next = excuse == Excuse.NONE ? Excuse.NONE : Excuse.WHILE_OFF;
    return new Judge(Versions.NONE, bootKnown, lossKnown, next, 0, greatest);
  }

  /** {@return after the node let go of a director that is said to be gone} */
  Judge letGo(Machine machine) {
    Excuse next = machine.on() ? Excuse.UNTIL_ASKED : Excuse.WHILE_OFF;
    Versions sent = tolerated.plus(machine.kernel().sending());
    return new Judge(sent, bootKnown, lossKnown, next, 0, greatest);
  }

  /** {@return after the director has read its objects} */
  Judge listed(Kernel kernel) {
    return excuse == Excuse.WHILE_OFF && kernel.sending().isEmpty()
        ? new Judge(tolerated, bootKnown, lossKnown, Excuse.NONE, 0, greatest)
        : this;
  }

  /** {@return after the director has decided on a request} */
  Judge asked(int sequence) {
    boolean isFirst = excuse == Excuse.UNTIL_ASKED;
    return new Judge(
        tolerated,
        bootKnown,
        lossKnown,
        isFirst ? Excuse.UNTIL_TAKEN : excuse,
        isFirst ? sequence : askedAfter,
        Math.max(greatest, sequence));
  }

  /** {@return after the store was restored} An object in it hides that there was none. */
  Judge restored(Stored object) {
    boolean isLive = excuse == Excuse.UNTIL_ASKED || excuse == Excuse.UNTIL_TAKEN;
    return isLive && object.exists()
        ? new Judge(tolerated, bootKnown, lossKnown, Excuse.HIDDEN, 0, greatest)
        : this;
  }

  /** {@return after the node has taken up a request, or put something in place for it} */
  Judge taken(int sequence, Versions asked, Kernel kernel, Versions inPlace) {
    boolean isOver =
        switch (excuse) {
          case NONE, WHILE_OFF, UNTIL_ASKED -> false;
          case UNTIL_TAKEN -> sequence >= askedAfter;
          case HIDDEN -> sequence >= greatest && inPlace.containsAll(asked);
        };
    Versions missing = kernel.sending().minus(inPlace);
    Versions next = tolerated.minus(asked).plus(missing);
    return isOver ? new Judge(next, bootKnown, lossKnown, Excuse.NONE, 0, greatest) : this;
  }

  private Judge with(Versions nextTolerated, Versions nextLossKnown) {
    return nextTolerated.equals(tolerated) && nextLossKnown.equals(lossKnown)
        ? this
        : new Judge(nextTolerated, bootKnown, nextLossKnown, excuse, askedAfter, greatest);
  }
}
