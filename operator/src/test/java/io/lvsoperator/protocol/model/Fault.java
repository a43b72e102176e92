package io.lvsoperator.protocol.model;

/** What may go wrong, each as often as the exploration's number of faults allows. */
enum Fault {
  DIRECTOR_KILLED,
  NODE_KILLED,
  DIRECTOR_REBOOTS,
  NODE_REBOOTS,
  DIRECTOR_REINSTALLED,
  NODE_REINSTALLED,
  DIRECTOR_STATE_LOST,
  NODE_STATE_LOST,
  RESTORE,
  OBJECT_DELETED,
  LATE_WRITE_OF_DIRECTOR,
  LATE_WRITE_OF_NODE,
  EXCEPTION,
  DECLARED_GONE,
  RELABELLED
}
