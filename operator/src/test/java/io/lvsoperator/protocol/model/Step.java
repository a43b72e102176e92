package io.lvsoperator.protocol.model;

/** What happens from one state to the next, in words. */
enum Step {
  WANTS_NOTHING(false, "the user deletes the service"),
  WANTS_V1(false, "the user wants v1"),
  WANTS_V2(false, "the user wants v2"),
  BACKUP(false, "a backup of the store is made"),
  RESTORE(false, "THE STORE IS RESTORED from the backup"),
  OBJECT_DELETED(false, "SOMEBODY DELETES THE OBJECT"),
  NODE_GONE(false, "THE DIRECTOR'S NODE IS SAID TO BE GONE"),
  NODE_BACK(false, "the director's Node is back"),
  UNSELECTED(false, "NO GROUP SELECTS THE DIRECTOR any more"),
  SELECTED(false, "a group selects the director again"),
  KUBELET(true, "the real server's kubelet writes its boot id into the Node"),
  CONTROLLER_DELETES(true, "the controller deletes the object of the director that is gone"),

  DIRECTOR_KILLED(false, "THE DIRECTOR'S AGENT IS KILLED"),
  DIRECTOR_OFF(false, "THE DIRECTOR GOES OFF"),
  DIRECTOR_REINSTALLED(false, "THE DIRECTOR IS REINSTALLED: its disk is empty, it is off"),
  DIRECTOR_STATE_LOST(false, "THE DIRECTOR'S STATE AND JOURNAL ARE WIPED, its agent is killed"),
  DIRECTOR_BOOTS(true, "the director boots"),
  DIRECTOR_BOOTS_GONE(false, "the director boots, though its Node is gone"),
  DIRECTOR_STARTS(true, "the director's agent starts from its disk"),
  DIRECTOR_READS(true, "the director reads the object"),
  DIRECTOR_SEES_BOOT(true, "the director reads the real server's Node"),
  DIRECTOR_DECIDES(true, "the director decides what to ask for"),
  DIRECTOR_IS_SILENT(true, "the director's Node is gone: it asks for nothing"),
  DIRECTOR_SAVES(true, "the director writes its disk"),
  DIRECTOR_WRITES(true, "the director writes its request"),
  DIRECTOR_WRITE_FAILS(true, "the director's write finds that the object is gone, or is there"),
  DIRECTOR_WRITE_LATE(false, "THE DIRECTOR'S WRITE TIMES OUT and is still under way"),
  DIRECTOR_WRITE_LATE_KILLED(false, "THE DIRECTOR'S WRITE IS UNDER WAY as its agent is killed"),
  DIRECTOR_WRITE_LANDS(true, "the director's late write lands"),
  DIRECTOR_WRITE_VANISHES(true, "the director's late write never lands"),
  DIRECTOR_DELETES(true, "the director deletes its empty object"),
  DIRECTOR_DELETION_FAILS(true, "the director's deletion finds another request in the object"),
  DIRECTOR_DELETES_LATE(false, "THE DIRECTOR'S DELETION TIMES OUT and is still under way"),
  RAISES(true, "the director gives weight"),
  LOWERS(true, "the director takes weight away; connections stay"),
  DRAINS(true, "the last connection ends, the director removes the destination"),

  NODE_KILLED(false, "THE REAL SERVER'S AGENT IS KILLED"),
  NODE_REBOOTS(false, "THE REAL SERVER REBOOTS"),
  NODE_REINSTALLED(false, "THE REAL SERVER IS REINSTALLED: its disk is empty"),
  NODE_STATE_LOST(false, "THE REAL SERVER'S STATE AND JOURNAL ARE WIPED, its agent is killed"),
  TAKEN_AWAY(false, "A THIRD PARTY TAKES SOMETHING from the real server"),
  GIVEN_BACK(true, "the third party gives way"),
  NODE_STARTS(true, "the real server's agent starts from its disk"),
  NODE_LISTS(true, "the real server lists the objects"),
  NODE_READS(true, "the real server reads the object"),
  NODE_LETS_GO(true, "the real server finds object and director gone, twice"),
  NODE_SAVES(true, "the real server writes its disk"),
  NODE_ADDS(true, "the real server puts it in place"),
  NODE_REMOVES(true, "the real server removes it"),
  NODE_ANSWERS(true, "the real server writes its answer"),
  NODE_WRITE_LATE(false, "THE REAL SERVER'S WRITE TIMES OUT and is still under way"),
  NODE_WRITE_LATE_KILLED(false, "THE REAL SERVER'S WRITE IS UNDER WAY as its agent is killed"),
  NODE_WRITE_LANDS(true, "the real server's late write lands"),
  NODE_WRITE_VANISHES(true, "the real server's late write never lands");

  private final boolean normal;
  private final String words;

  Step(boolean normal, String words) {
    this.normal = normal;
    this.words = words;
  }

  /** {@return whether this happens in the end by itself, so that liveness may count on it} */
  boolean isNormal() {
    return normal;
  }

  @Override
  public String toString() {
    return words;
  }
}
