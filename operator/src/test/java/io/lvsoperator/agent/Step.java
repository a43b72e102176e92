package io.lvsoperator.agent;

import java.time.Duration;

/** One event of a history. It says everything that it needs, and fits any state of the world. */
sealed interface Step {
  /** What an agent watches, each over a connection of its own. */
  enum Watch {
    OBJECTS,
    NODES,
    REPORTS
  }

  /** What somebody else may undo in a kernel. */
  enum Damage {
    VIRTUAL_SERVERS,
    WEIGHTS,
    VIPS,
    RULES,
    PACKET_RULES,
    TUNNEL,
    ARP
  }

  /** How an object comes back. */
  enum Backup {
    APPLIED,
    RESTORED
  }

  /** {@return what happened, for a person} */
  String words();

  /** An agent passes. */
  record Pass(String node) implements Step {
    @Override
    public String words() {
      return node + " passes";
    }
  }

  /** An agent dies in a pass, after so many changes, and is started again. */
  record CutPass(String node, int changes) implements Step {
    @Override
    public String words() {
      return "the agent of %s dies in a pass after %d changes and is started"
          .formatted(node, changes);
    }
  }

  /** Time goes on, and nobody does anything. */
  record Wait(int seconds) implements Step {
    @Override
    public String words() {
      return Duration.ofSeconds(seconds) + " later";
    }
  }

  /** Somebody edits an object, or makes it first. */
  record Edit(String key, String field, String value) implements Step {
    @Override
    public String words() {
      return "kubectl: %s %s=%s".formatted(key, field, value);
    }
  }

  /** Somebody makes an object that is not there. */
  record Create(String key) implements Step {
    @Override
    public String words() {
      return "kubectl create " + key;
    }
  }

  /** Somebody deletes an object. */
  record Delete(String key) implements Step {
    @Override
    public String words() {
      return "kubectl delete " + key;
    }
  }

  /** Somebody deletes the definition of a kind, and with it all its objects. */
  record Undefine(String kind) implements Step {
    @Override
    public String words() {
      return "kubectl delete crd of " + kind;
    }
  }

  /** A kind is defined again, and has no objects yet. */
  record Define(String kind) implements Step {
    @Override
    public String words() {
      return "kubectl apply crd of " + kind;
    }
  }

  /** Somebody brings an object back as it was so many edits ago. */
  record Restore(String key, int back, Backup how) implements Step {
    @Override
    public String words() {
      return "%s is %s as it was %d edits ago"
          .formatted(key, how.name().toLowerCase(java.util.Locale.ROOT), back);
    }
  }

  /** A watch of an agent stands still, or goes on. */
  record Lag(String node, Watch watch, boolean lags) implements Step {
    @Override
    public String words() {
      return "%s %s news of %s".formatted(node, lags ? "gets no more" : "gets all", watch);
    }
  }

  /** An agent does not hear of deletions, or lists everything anew. */
  record MissDeletes(String node, boolean misses) implements Step {
    @Override
    public String words() {
      return node + (misses ? " hears of no deletions" : " lists everything anew");
    }
  }

  /** What an agent writes is lost, or arrives. */
  record Mute(String node, boolean mute) implements Step {
    @Override
    public String words() {
      return "what %s reports %s".formatted(node, mute ? "is lost from now on" : "arrives again");
    }
  }

  /** An agent does not run, or runs. */
  record Down(String node, boolean down) implements Step {
    @Override
    public String words() {
      return "the agent of %s %s".formatted(node, down ? "stops" : "runs again");
    }
  }

  /** An agent starts anew. */
  record Restart(String node) implements Step {
    @Override
    public String words() {
      return "the agent of " + node + " is restarted";
    }
  }

  /** A machine boots; its kubelet has not reported yet. */
  record Reboot(String node) implements Step {
    @Override
    public String words() {
      return node + " boots";
    }
  }

  /** A kubelet reports its boot. */
  record Kubelet(String node) implements Step {
    @Override
    public String words() {
      return "the kubelet of " + node + " reports its boot";
    }
  }

  /** Somebody undoes something of ours. */
  record Drift(String node, Damage damage) implements Step {
    @Override
    public String words() {
      return "somebody on %s undoes %s".formatted(node, damage);
    }
  }

  /** The kernel refuses the next change whose command begins so. */
  record Refuse(String node, String command) implements Step {
    @Override
    public String words() {
      return "the kernel of %s will refuse the next '%s'".formatted(node, command);
    }
  }

  /** Clients of every destination, so many connections each. */
  record Connections(String node, int each) implements Step {
    @Override
    public String words() {
      return "%d connections to each destination of %s".formatted(each, node);
    }
  }

  /** Somebody deletes a report. */
  record DeleteReport(String node) implements Step {
    @Override
    public String words() {
      return "kubectl delete lvsno " + node;
    }
  }

  /** Somebody deletes what a director asks of a node. */
  record DeleteRequest(String director, String node) implements Step {
    @Override
    public String words() {
      return "kubectl delete lvsfr of %s to %s".formatted(director, node);
    }
  }
}
