package io.swiveljdbc.examples.failover;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.Promotion;
import io.swiveljdbc.testkit.Supervisor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** What happens to the writer, and how the cluster gets over it. */
enum Fault {
  KILL("killed with SIGKILL") {
    @Override
    Promotion strike(Stage stage) {
      return supervised(stage, stage.cluster()::kill);
    }
  },
  FREEZE("frozen with SIGSTOP") {
    @Override
    Promotion strike(Stage stage) {
      return supervised(stage, stage.cluster()::freeze);
    }
  },
  STOP("shut down") {
    @Override
    Promotion strike(Stage stage) {
      // A member of a group leaves it at once; with commits under way, it ends a minute later.
      return supervised(stage, writer -> inBackground(() -> stage.cluster().stop(writer)));
    }
  },
  CUT("cut off from the network") {
    @Override
    Promotion strike(Stage stage) throws InterruptedException {
      announce(stage);
      stage.cluster().cutOff(stage.cluster().writer());
      // A control plane notices it as we do; the cluster's supervisor watches processes only.
      Timeline timeline = stage.timeline();
      timeline.awaitMillis(timeline.elapsedMillis() + UNTIL_NOTICED.toMillis());
      return promoted(stage.engine().replaceUnheard(stage.cluster()), timeline);
    }
  },
  SWITCHOVER("told to hand over to a reader") {
    @Override
    Promotion strike(Stage stage) {
      announce(stage);
      LocalCluster cluster = stage.cluster();
      Promotion promotion =
          promoted(cluster.switchover(cluster.readers().get(0)), stage.timeline());
      stage.timeline().milestone(promotion.previous().name() + BACK);
      return promotion;
    }

    @Override
    void rejoin(Stage stage, LocalServer old) {
      // The switchover has done it.
    }
  };

  private static final Duration UNTIL_NOTICED = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BACK = " is back as a reader";

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
                    "--fault takes kill, freeze, stop, cut or switchover, not \"" + word + "\""));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Does it, and returns when there is a new writer. */
  abstract Promotion strike(Stage stage) throws InterruptedException;

  /** Makes the former writer a reader that clients reach. */
  void rejoin(Stage stage, LocalServer old) {
    stage.timeline().milestone(old.name() + " begins to rejoin as a reader");
    if (!stage.cluster().readers().contains(old)) {
      stage.cluster().rejoin(old);
    }
    // Only now: clients never meet a former writer on its way back.
    stage.cluster().reconnect(old);
    stage.timeline().milestone(old.name() + BACK);
  }

  Promotion supervised(Stage stage, Strike strike) {
    LocalCluster cluster = stage.cluster();
    try (Supervisor supervisor = cluster.supervise(stage.engine().untilPromotion())) {
      announce(stage);
      strike.at(cluster.writer());
      return promoted(supervisor.awaitPromotion(PATIENCE), stage.timeline());
    }
  }

  static void inBackground(Runnable deed) {
    Thread thread = new Thread(deed, "fault");
    thread.setDaemon(true);
    thread.start();
  }

  void announce(Stage stage) {
    stage.timeline().milestone("the writer " + stage.cluster().writer().name() + " is " + deed);
  }

  static Promotion promoted(Promotion promotion, Timeline timeline) {
    timeline.milestone(promotion.server().name() + " is promoted", promotion.promotedAtNanos());
    return promotion;
  }

  /** One of a cluster's verbs. */
  interface Strike {
    void at(LocalServer writer);
  }
}
