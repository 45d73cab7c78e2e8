package io.swiveljdbc.examples.failover;

import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.Promotion;
import io.swiveljdbc.testkit.Supervisor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** What happens to the writer, and how the cluster gets over it. */
enum Fault {
  KILL("killed with SIGKILL") {
    @Override
    Promotion strike(PostgresCluster cluster, Timeline timeline) {
      return supervised(cluster, timeline, () -> cluster.kill(cluster.writer()));
    }
  },
  FREEZE("frozen with SIGSTOP") {
    @Override
    Promotion strike(PostgresCluster cluster, Timeline timeline) {
      return supervised(cluster, timeline, () -> cluster.freeze(cluster.writer()));
    }
  },
  CUT("cut off from the network") {
    @Override
    Promotion strike(PostgresCluster cluster, Timeline timeline) throws InterruptedException {
      announce(cluster, timeline);
      cluster.cutOff(cluster.writer());
      // A control plane notices it as we do; the cluster's supervisor watches processes only.
      timeline.awaitMillis(timeline.elapsedMillis() + UNTIL_PROMOTION.toMillis());
      Promotion promotion = cluster.failOver();
      promoted(promotion, timeline);
      return promotion;
    }

    @Override
    void rejoin(PostgresCluster cluster, LocalServer old, Timeline timeline) {
      cluster.kill(old);
      cluster.reconnect(old);
      super.rejoin(cluster, old, timeline);
    }
  },
  SWITCHOVER("told to hand over to a reader") {
    @Override
    Promotion strike(PostgresCluster cluster, Timeline timeline) {
      announce(cluster, timeline);
      Promotion promotion = cluster.switchover(cluster.readers().get(0));
      promoted(promotion, timeline);
      timeline.milestone(promotion.previous().name() + " is back as a reader");
      return promotion;
    }

    @Override
    void rejoin(PostgresCluster cluster, LocalServer old, Timeline timeline) {
      // The switchover has done it.
    }
  };

  private static final Duration UNTIL_PROMOTION = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String deed;

  Fault(String deed) {
    this.deed = deed;
  }

  static Fault of(String word) throws UsageException {
    return Arrays.stream(values())
        .filter(fault -> fault.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--fault takes kill, freeze, cut or switchover, not \"" + word + "\""));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Does it, and returns when there is a new writer. */
  abstract Promotion strike(PostgresCluster cluster, Timeline timeline) throws InterruptedException;

  /** Makes the former writer a reader. */
  void rejoin(PostgresCluster cluster, LocalServer old, Timeline timeline) {
    timeline.milestone(old.name() + " begins to rejoin as a reader");
    cluster.rejoin(old);
    timeline.milestone(old.name() + " is back as a reader");
  }

  Promotion supervised(PostgresCluster cluster, Timeline timeline, Runnable strike) {
    try (Supervisor supervisor = cluster.supervise(UNTIL_PROMOTION)) {
      announce(cluster, timeline);
      strike.run();
      Promotion promotion = supervisor.awaitPromotion(PATIENCE);
      promoted(promotion, timeline);
      return promotion;
    }
  }

  void announce(PostgresCluster cluster, Timeline timeline) {
    timeline.milestone("the writer " + cluster.writer().name() + " is " + deed);
  }

  static void promoted(Promotion promotion, Timeline timeline) {
    timeline.milestone(promotion.server().name() + " is promoted", promotion.promotedAtNanos());
  }
}
