package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.Supervisor;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What happens to a cluster whose servers are all well and follow the writer. Afterwards {@link
 * LocalCluster#heal} makes it well again; a former writer that lives is left to be looked at.
 *
 * <p>No fault makes the database itself lose a commit: where a reader and then the writer is lost,
 * the other reader first gets all that the lost one may have acknowledged.
 */
enum Fault {
  KILL_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      try (Supervisor supervisor = cluster.supervise(step.hold())) {
        cluster.kill(cluster.writer());
        supervisor.awaitPromotion(step.hold().plus(PROMOTION));
      }
    }
  },
  KILL_WRITER_AND_RESTART_IT {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.kill(cluster.writer());
      hold(step);
      cluster.start(cluster.writer());
    }
  },
  FREEZE_WRITER_AND_REPLACE_IT {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer old = cluster.writer();
      cluster.freeze(old);
      hold(step);
      cluster.failOver();
      hold(step);
      cluster.thaw(old);
      hold(step);
    }
  },
  FREEZE_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.freeze(cluster.writer());
      hold(step);
      cluster.thaw(cluster.writer());
    }
  },
  CUT_OFF_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.cutOff(cluster.writer());
      hold(step);
      cluster.reconnect(cluster.writer());
    }
  },
  CUT_OFF_WRITER_AND_REPLACE_IT {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer old = cluster.writer();
      cluster.cutOff(old);
      hold(step);
      branch.replaceLiving(cluster);
      hold(step);
      cluster.reconnect(old);
      hold(step);
    }
  },
  /** The old one lives, can be reached, and gets no acknowledgement any more. */
  PROMOTE_BESIDE_LIVING_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      branch.replaceLiving(cluster);
      hold(step);
    }
  },
  /** In good order, and replaced at once. */
  STOP_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      // A group's primary may take a minute to end: nobody is to wait so long for its successor.
      cluster.readers().forEach(cluster::reconnect);
      try (Supervisor supervisor = cluster.supervise(Duration.ZERO)) {
        cluster.stop(cluster.writer());
        supervisor.awaitPromotion(PROMOTION);
      }
      hold(step);
    }
  },
  SWITCHOVER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.switchover(reader(cluster, step));
    }
  },
  SWITCHOVER_AND_BACK {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer first = cluster.writer();
      cluster.switchover(reader(cluster, step));
      hold(step);
      cluster.switchover(first);
    }
  },
  RESET_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.reset(cluster.writer());
    }
  },
  DELAY_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.delay(cluster.writer(), LATENCY);
      hold(step);
      cluster.reconnect(cluster.writer());
    }
  },
  KILL_READER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer reader = reader(cluster, step);
      cluster.kill(reader);
      hold(step);
      cluster.start(reader);
    }
  },
  STOP_READER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer reader = reader(cluster, step);
      cluster.stop(reader);
      hold(step);
      cluster.start(reader);
    }
  },
  FREEZE_READER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer reader = reader(cluster, step);
      cluster.freeze(reader);
      hold(step);
      cluster.thaw(reader);
    }
  },
  CUT_OFF_READER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer reader = reader(cluster, step);
      cluster.cutOff(reader);
      hold(step);
      cluster.reconnect(reader);
    }
  },
  DELAY_READER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer reader = reader(cluster, step);
      cluster.delay(reader, LATENCY);
      hold(step);
      cluster.reconnect(reader);
    }
  },
  REJOIN_READER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.rejoin(reader(cluster, step));
    }
  },
  /** They leave and come by turns; for a while only the writer is left to read from. */
  CHURN_READERS {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      LocalServer one = reader(cluster, step);
      LocalServer other = otherThan(one, cluster);
      cluster.kill(one);
      hold(step);
      cluster.stop(other);
      cluster.start(one);
      hold(step);
      cluster.freeze(one);
      cluster.start(other);
      hold(step);
      cluster.thaw(one);
    }
  },
  /** The last server left is alone, and acknowledges nothing until others have rejoined. */
  LOSE_READER_AND_THEN_WRITER {
    @Override
    void strike(Branch branch, LocalCluster cluster, Step step) {
      cluster.kill(reader(cluster, step));
      // From now on only the other reader acknowledges; first it needs what it may have missed.
      cluster.awaitReplayed();
      hold(step);
      cluster.kill(cluster.writer());
      cluster.failOver();
    }
  };

  private static final Duration PROMOTION = Duration.ofSeconds(30);
  private static final Duration LATENCY = Duration.ofMillis(40);

  abstract void strike(Branch branch, LocalCluster cluster, Step step);

  private static LocalServer reader(LocalCluster cluster, Step step) {
    return cluster.readers().get(step.pick() % cluster.readers().size());
  }

  private static LocalServer otherThan(LocalServer one, LocalCluster cluster) {
    return cluster.readers().stream().filter(reader -> reader != one).findFirst().orElseThrow();
  }

  private static void hold(Step step) {
    LockSupport.parkNanos(step.hold().toNanos());
  }
}
