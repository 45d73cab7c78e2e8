package io.swiveljdbc.postgres.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money moves between accounts while servers are killed, frozen, cut off and replaced; nothing is
 * lost, nothing is done twice, nobody is told what is not true, and nobody finds what others have
 * set. {@code -Dbank.minutes} and {@code -Dbank.seed} say how long and which faults; {@code
 * -Dbank.tls=true} encrypts. All sources of connections share the time, or {@code
 * -Dbank.source=PLAIN} has it alone. What driver and testkit logged stands in {@code
 * target/bank-plain.log} and the like.
 */
class BankTest {
  private static final Logger LOG = LoggerFactory.getLogger(BankTest.class);
  private static final boolean TLS = Boolean.getBoolean("bank.tls");
  private static final Duration STEP = Duration.ofMinutes(2);
  private static final Duration WORKING_AGAIN = Duration.ofSeconds(30);
  private static final Duration GONE = Duration.ofSeconds(20);
  private static final Duration CLOSING_TIME = Duration.ofSeconds(90);

  /**
   * How long a reader's replay waits for sessions, 30 s if nothing is said. Those of a reader that
   * is cut off keep their snapshots for longer than the testkit waits for a reader to stop
   * receiving (seen once, and presumably therefore).
   */
  private static final String REPLAY = "max_standby_streaming_delay";

  /** Connections are replaced all the time, not only by faults. */
  private static final String RECYCLING = "&swivel.maxLifetime=5s&swivel.rebalance=5s";

  /** One for all sources; each goes through faults of its own. */
  private static final long SEED = Long.getLong("bank.seed", new Random().nextInt(1_000_000));

  private final double minutes = Double.parseDouble(System.getProperty("bank.minutes", "1.5"));
  private final Ledger ledger = new Ledger();
  private final Checker checker = new Checker(ledger);
  private String now = "opening";

  @ParameterizedTest
  @EnumSource
  void whateverHappensToTheServersTheBooksAgreeWithWhatTheCallersWereTold(Source source)
      throws Exception {
    String only = System.getProperty("bank.source", source.name());
    Assumptions.assumeTrue(only.equals(source.name()));
    double share = System.getProperty("bank.source") == null ? Source.values().length : 1;
    say("open for %.2f minutes, %s: -Dbank.seed=%d".formatted(minutes / share, source, SEED));
    Wiretap.forget();
    long begun = System.nanoTime();
    try (Diary diary = new Diary(Path.of("target", "bank-" + source + ".log"))) {
      say("the log is " + diary);
      Leftovers leftovers = new Leftovers();
      try (PostgresCluster cluster =
          PostgresCluster.builder().tls(TLS).setting(REPLAY, "1s").start()) {
        Bank.open(cluster);
        work(source, cluster, leftovers, begun + (long) (minutes / share * 60e9));
        now = "the books";
        inspectBooks(cluster);
      }
      now = "the cluster's end";
      gone("threads", () -> leftovers.threads().isEmpty(), () -> leftovers.threads().toString());
      gone("file handles", () -> !leftovers.moreHandles(), leftovers::handlesInWords);
    } catch (Throwable e) {
      throw new AssertionError(
          "-Dbank.seed="
              + SEED
              + ", "
              + source
              + ", "
              + now
              + "\n"
              + verdict()
              + "\n"
              + e.getMessage(),
          e);
    }
    say(verdict());
    assertThat(checker.wrong()).as("-Dbank.seed=" + SEED + ": the books").isEmpty();
    assertThat(Wiretap.writes() > 0).as("writes are watched").isEqualTo(!TLS);
    assertThat(Wiretap.lateWrites()).as("-Dbank.seed=" + SEED + ": writes too late").isEmpty();
    assertThat(ledger.surprises()).as("-Dbank.seed=" + SEED + ": told").isEmpty();
  }

  @Test
  void aSeedGivesTheSameStepsEachTimeAndAnotherSeedOthers() {
    List<Step> steps = Step.sequence(7).limit(100).toList();
    assertThat(Step.sequence(7).limit(100).toList()).isEqualTo(steps);
    assertThat(Step.sequence(8).limit(100).toList()).isNotEqualTo(steps);
    assertThat(steps).extracting(Step::fault).contains(Fault.values());
  }

  @SuppressWarnings("try") // what is opened is only closed there
  private void work(Source source, PostgresCluster cluster, Leftovers leftovers, long until)
      throws Exception {
    String url = cluster.url() + "&ApplicationName=" + Customer.NAME + RECYCLING + Wiretap.OPTION;
    List<String> inTheTestkit = leftovers.threads();
    DataSource connections = source.open(url);
    try (AutoCloseable all = connections.unwrap(AutoCloseable.class);
        Connection lookout = DriverManager.getConnection(url)) {
      SwivelConnection swivel = lookout.unwrap(SwivelConnection.class);
      Wiretap.watch(swivel::topology);
      Staff staff =
          new Staff(source, connections, () -> swivel.topology().term().value(), ledger, SEED);
      staff.awaitAnotherTransferOfEach(WORKING_AGAIN);
      Iterator<Step> steps = Step.sequence(SEED + source.name().hashCode()).iterator();
      for (int number = 1; System.nanoTime() < until; number++) {
        Step step = steps.next();
        now = "step " + number + " " + step;
        say(now);
        Patience.within(STEP, now, () -> take(cluster, step));
        now += ", healed";
        staff.awaitAnotherTransferOfEach(WORKING_AGAIN);
      }
      now = "closing time";
      staff.goHome(CLOSING_TIME);
    }
    gone(
        "threads of the driver and the pool",
        () -> foreign(leftovers.threads()).isEmpty(),
        () -> leftovers.threads() + " beside " + inTheTestkit);
    gone("sockets", () -> Wiretap.open().isEmpty(), () -> Wiretap.open().toString());
  }

  /** One fault, from a cluster that is well to a cluster that is well. */
  private void take(PostgresCluster cluster, Step step) {
    try {
      Thread.sleep(step.calm().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    step.weather().begin(cluster, step.pick());
    step.fault().strike(cluster, step);
    for (PostgresServer former : formerWriters(cluster)) {
      checker.inspectFormerWriter(cluster, former, step.toString());
    }
    cluster.heal();
    cluster.awaitReplayed();
  }

  /** Those that live and were not asked to follow the present one. */
  private static List<PostgresServer> formerWriters(PostgresCluster cluster) {
    List<PostgresServer> former = new ArrayList<>(cluster.servers());
    former.removeAll(cluster.readers());
    former.remove(cluster.writer());
    former.removeIf(server -> !server.isRunning() || server.isFrozen());
    return former;
  }

  private void inspectBooks(PostgresCluster cluster) throws SQLException {
    String sessions =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name ^@ '" + Customer.NAME + "'";
    for (PostgresServer server : cluster.servers()) {
      gone(
          "sessions on " + server,
          () -> "0".equals(cluster.query(server, sessions)),
          () -> cluster.query(server, sessions) + " of them");
    }
    cluster.awaitReplayed();
    for (PostgresServer server : cluster.servers()) {
      checker.inspect(server);
    }
  }

  private static List<String> foreign(List<String> threads) {
    return threads.stream().filter(name -> !name.startsWith("swivel-testkit")).toList();
  }

  private static void gone(String what, BooleanSupplier condition, Supplier<String> left) {
    Patience.until("all " + what + " are gone", GONE, condition, () -> "left: " + left.get());
  }

  private String verdict() {
    return "seed %d: %s, %d writes watched\nwrong in the books: %s\nlate writes: %s\nsurprises: %s"
        .formatted(
            SEED,
            ledger,
            Wiretap.writes(),
            checker.wrong(),
            Wiretap.lateWrites(),
            ledger.surprises());
  }

  private static void say(String line) {
    LOG.info("{}", line);
    System.out.println("bank: " + line);
  }
}
