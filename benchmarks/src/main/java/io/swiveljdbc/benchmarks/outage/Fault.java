package io.swiveljdbc.benchmarks.outage;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What happens to a server, and what the control plane makes of it. */
enum Fault {
  /** The writer is killed; a reader is promoted a second later. */
  CRASH {
    @Override
    Strike strike(LocalCluster cluster, Prober prober) {
      return supervised(cluster, prober, () -> cluster.kill(cluster.writer()));
    }
  },
  /** The writer stops where it is, its sockets open; a reader is promoted a second later. */
  FREEZE {
    @Override
    Strike strike(LocalCluster cluster, Prober prober) {
      return supervised(cluster, prober, () -> cluster.freeze(cluster.writer()));
    }
  },
  /** The writer is shut down; a reader is promoted a second later, or at once by its group. */
  STOP {
    @Override
    Strike strike(LocalCluster cluster, Prober prober) {
      return supervised(cluster, prober, () -> cluster.stop(cluster.writer()));
    }
  },
  /** Every packet between the writer and its clients is dropped; promotion a second later. */
  CUT {
    @Override
    Strike strike(LocalCluster cluster, Prober prober) {
      LocalServer old = cluster.writer();
      prober.watch(cluster.readers());
      long at = System.nanoTime();
      cluster.cutOff(old);
      // The testkit's supervisor does not take a writer for lost that only its clients miss.
      sleep(UNTIL_PROMOTION.minusNanos(System.nanoTime() - at));
      cluster.failOver();
      return new Strike(at, at, old.directPort());
    }
  },
  /** The writer hands over to a reader that has all it wrote. */
  SWITCHOVER {
    @Override
    Strike strike(LocalCluster cluster, Prober prober) {
      LocalServer old = cluster.writer();
      prober.watch(cluster.readers());
      long at = System.nanoTime();
      cluster.switchover(cluster.readers().get(0));
      return new Strike(at, at, old.directPort());
    }
  },
  /** One of two readers is killed, under read-only callers. */
  READER_CRASH {
    @Override
    Strike strike(LocalCluster cluster, Prober prober) {
      LocalServer reader = cluster.readers().get(0);
      long at = System.nanoTime();
      prober.nothingToWaitFor(at);
      cluster.kill(reader);
      return new Strike(at, at, reader.directPort());
    }
  },
  /** The writer stops where it is for eight seconds, and goes on; nobody is promoted. */
  THAW {
    @Override
    Strike strike(LocalCluster cluster, Prober prober) {
      LocalServer writer = cluster.writer();
      long at = System.nanoTime();
      cluster.freeze(writer);
      prober.watch(List.of(writer));
      sleep(FROZEN.minusNanos(System.nanoTime() - at));
      long thawed = System.nanoTime();
      cluster.thaw(writer);
      return new Strike(at, thawed, 0);
    }
  };

  private static final Duration UNTIL_PROMOTION = Duration.ofSeconds(1);
  private static final Duration FROZEN = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** As it is called by options and in the JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the callers only read. */
  boolean isOfReader() {
    return this == READER_CRASH;
  }

  /** Whether it is done to what stands between the clients and the server. */
  boolean isOfTheRelay() {
    return this == CUT;
  }

  /** Whether the server falls silent with its sockets open. */
  boolean isSilent() {
    return this == FREEZE || this == CUT || this == THAW;
  }

  /**
   * Whether a run shows something. A group knows nothing of what its clients miss, and replaces
   * nobody for it.
   */
  boolean isMeantFor(Engine engine) {
    return this != CUT || !engine.promotesItself();
  }

  /** Does it, and returns when the cluster can serve again; meanwhile the prober watches. */
  abstract Strike strike(LocalCluster cluster, Prober prober);

  private static Strike supervised(LocalCluster cluster, Prober prober, Runnable deed) {
    LocalServer old = cluster.writer();
    prober.watch(cluster.readers());
    try (Supervisor supervisor = cluster.supervise(UNTIL_PROMOTION)) {
      long at = System.nanoTime();
      deed.run();
      supervisor.awaitPromotion(PATIENCE);
      return new Strike(at, at, old.directPort());
    }
  }

  private static void sleep(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
    }
  }
}
