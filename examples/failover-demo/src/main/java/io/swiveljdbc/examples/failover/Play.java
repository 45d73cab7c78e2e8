package io.swiveljdbc.examples.failover;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.Promotion;
import java.sql.SQLException;

/** The course of events: load, fault, promotion, return of the old writer, end, account. */
final class Play {
  private final DemoOptions options;
  private final Screen screen;
  private final LocalCluster cluster;
  private final Stage stage;
  private final Observed observed;
  private final Timeline timeline;

  Play(DemoOptions options, Stage stage, Screen screen) {
    this.options = options;
    this.screen = screen;
    this.stage = stage;
    this.cluster = stage.cluster();
    this.observed = stage.observed();
    this.timeline = observed.timeline();
  }

  Account perform() throws SQLException, InterruptedException {
    String firstWriter = cluster.writer().name();
    stage.pool().getConnection().close();
    try (PromotionWitness witness = PromotionWitness.beside(cluster.readers(), options.engine())) {
      timeline.begin();
      Load load = Load.begin(options, stage.pool(), observed);
      LiveTable table = LiveTable.begin(observed, screen);

      timeline.awaitMillis(options.faultAt().toMillis());
      witness.watch();
      long faultAt = System.nanoTime();
      Promotion promotion = options.fault().strike(stage);
      timeline.awaitMillis(options.rejoinAt().toMillis());
      options.fault().rejoin(stage, promotion.previous());

      timeline.awaitMillis(options.duration().toMillis());
      load.end();
      table.end();
      return account(firstWriter, faultAt, promotion, witness);
    }
  }

  private Account account(
      String firstWriter, long faultAt, Promotion promotion, PromotionWitness witness)
      throws SQLException {
    String newWriter = promotion.server().name();
    return new Account(
        options,
        firstWriter,
        newWriter,
        observed,
        timeline.millis(faultAt),
        Outage.between(
            faultAt, witness.committedAt(), observed.ledger().firstAcknowledgedAt(newWriter)),
        Audit.of(observed.ledger(), cluster.writer()));
  }
}
