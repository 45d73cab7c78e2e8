package io.swiveljdbc.benchmarks.outage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One fault under load: warm pool, load, fault, return of service, healing, account. */
final class Run {
  private static final Duration UNDISTURBED = Duration.ofMillis(1200);
  private static final Duration AFTERWARDS = Duration.ofMillis(800);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(60);
  private static final Duration PROBER = Duration.ofSeconds(15);

  private final Stage stage;
  private final Client client;
  private final Fault fault;
  private final Options options;

  Run(Stage stage, Client client, Fault fault, Options options) {
    this.stage = stage;
    this.client = client;
    this.fault = fault;
    this.options = options;
  }

  Measurement perform() throws SQLException, InterruptedException {
    stage.clear();
    try (Prober prober = Prober.beside(stage.engine(), stage.cluster().servers());
        HikariDataSource pool = stage.warmPool(client, fault, options.pool())) {
      Workload load =
          Workload.begin(
              stage.engine(),
              pool,
              options.threads(),
              options.pause(),
              fault.isOfReader() ? Worker::read : Worker::write);
      try {
        return measure(load, prober);
      } finally {
        load.stop();
      }
    }
  }

  private Measurement measure(Workload load, Prober prober)
      throws SQLException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(UNDISTURBED.toMillis());
    Strike strike = fault.strike(stage.cluster(), prober);
    load.awaitServed(strike, options.bound());
    TimeUnit.MILLISECONDS.sleep(AFTERWARDS.toMillis());
    long endAt = System.nanoTime();
    List<Call> calls = load.calls(endAt);
    long readyAt = prober.awaitCommit(PROBER);
    load.stop();
    // This also ends the calls that would never have ended by themselves.
    stage.heal();
    load.join(LAST_ANSWERS);
    Audit audit = Audit.compare(load.ledger().outcomes(), stage.rows());
    return Measurement.of(strike, readyAt, calls, options.threads(), endAt, audit);
  }
}
