package io.swiveljdbc.behaviour.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.behaviour.WithoutOtherClusters;
import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money moves between accounts while servers are killed, frozen, cut off and replaced; nothing is
 * lost, nothing is done twice, nobody is told what is not true, and nobody finds what others have
 * set. It does so on every kind of cluster, on one cluster each.
 *
 * <p>{@code -Dbank.minutes} and {@code -Dbank.seed} say how long on each and which faults; {@code
 * -Dbank.tls=true} encrypts. {@code -Dbank.branch=MYSQL_GTID} has one kind alone. All sources of
 * connections share the time, or {@code -Dbank.source=PLAIN} has it alone. What driver and testkit
 * logged stands in {@code target/bank-mysql-gtid.log} and the like.
 */
@ExtendWith(WithoutOtherClusters.class)
class BankTest {
  private static final Logger LOG = LoggerFactory.getLogger(BankTest.class);
  private static final Duration STEP = Duration.ofMinutes(2);
  private static final Duration WORKING_AGAIN = Duration.ofSeconds(30);
  private static final Duration GONE = Duration.ofSeconds(20);
  private static final Duration CLOSING_TIME = Duration.ofSeconds(90);

  /** Connections are replaced all the time, not only by faults. */
  private static final String RECYCLING = "&swivel.maxLifetime=5s&swivel.rebalance=5s";

  /** One for all; each source goes through faults of its own. */
  private static final long SEED = Long.getLong("bank.seed", new Random().nextInt(1_000_000));

  private final Ledger ledger = new Ledger();
  private String now = "opening";

  @ParameterizedTest
  @EnumSource
  void whateverHappensToTheServersTheBooksAgreeWithWhatTheCallersWereTold(Branch branch)
      throws Exception {
    Assumptions.assumeTrue(isOpen(branch), "only with -Dbank.minutes or -Dbank.branch");
    Checker checker = new Checker(branch, ledger);
    Wiretap.forget();
    try (Diary diary = new Diary(Path.of("target", "bank-" + branch + ".log"))) {
      say("%s, the log is %s: -Dbank.seed=%d".formatted(branch, diary, SEED));
      Leftovers leftovers = new Leftovers();
      try (LocalCluster cluster = branch.start()) {
        Bank.open(branch, cluster);
        String inTheTestkit = leftovers.threads().toString();
        for (Source source : sources()) {
          serve(branch, source, cluster, checker);
        }
        now = "closing the books";
        awaitTheEnd(branch, cluster, leftovers, inTheTestkit);
        inspectBooks(cluster, checker);
      }
      now = "the cluster's end";
      gone("threads", () -> leftovers.threads().isEmpty(), () -> leftovers.threads().toString());
      gone("file handles", () -> !leftovers.moreHandles(), leftovers::handlesInWords);
    } catch (Throwable e) {
      throw new AssertionError(
          "%s, %s\n%s\n%s".formatted(branch, now, verdict(checker), e.getMessage()), e);
    }
    say(verdict(checker));
    assertThat(Wiretap.writes() > 0).as("writes are watched").isEqualTo(isWatched(branch));
  }

  private static boolean isOpen(Branch branch) {
    String only = System.getProperty("bank.branch");
    return only == null
        ? branch.isAlwaysOpen() || System.getProperty("bank.minutes") != null
        : only.equals(branch.name());
  }

  private static List<Source> sources() {
    String only = System.getProperty("bank.source");
    return only == null ? List.of(Source.values()) : List.of(Source.valueOf(only));
  }

  private static boolean isWatched(Branch branch) {
    return sources().stream().anyMatch(branch::watches);
  }

  /** All faults of one source. */
  private void serve(Branch branch, Source source, LocalCluster cluster, Checker checker)
      throws Exception {
    double minutes =
        Double.parseDouble(
            System.getProperty("bank.minutes", "" + branch.usualTime().toSeconds() / 60.0));
    double share = minutes / sources().size();
    say("open for %.2f minutes: %s, %s".formatted(share, branch, source));
    work(branch, source, cluster, System.nanoTime() + (long) (share * 60e9), checker);
    assertThat(checker.wrong()).as("what former writers have").isEmpty();
    assertThat(Wiretap.lateWrites()).as("writes too late").isEmpty();
    assertThat(ledger.surprises()).as("told").isEmpty();
  }

  @Test
  void aSeedGivesTheSameStepsEachTimeAndAnotherSeedOthers() {
    List<Step> steps = steps(7);
    assertThat(steps(7)).isEqualTo(steps);
    assertThat(steps(8)).isNotEqualTo(steps);
    assertThat(steps).extracting(Step::fault).contains(Fault.values());
  }

  private static List<Step> steps(long seed) {
    return Step.sequence(Branch.POSTGRES, seed).limit(100).toList();
  }

  @SuppressWarnings("try") // what is opened is only closed there
  private void work(Branch branch, Source source, LocalCluster cluster, long until, Checker checker)
      throws Exception {
    String url = cluster.url() + RECYCLING + branch.options(source);
    DataSource connections = source.open(url);
    try (AutoCloseable all = connections.unwrap(AutoCloseable.class);
        Connection lookout = DriverManager.getConnection(url)) {
      SwivelConnection swivel = lookout.unwrap(SwivelConnection.class);
      Wiretap.watch(swivel::topology, branch::isLate);
      LongSupplier term = () -> branch.known(swivel.topology(), ledger.lastTerm());
      Staff staff = new Staff(branch, source, connections, term, ledger, SEED);
      staff.awaitAnotherTransferOfEach(WORKING_AGAIN);
      Iterator<Step> steps = Step.sequence(branch, SEED + source.name().hashCode()).iterator();
      for (int number = 1; System.nanoTime() < until; number++) {
        Step step = steps.next();
        now = source + ", step " + number + " " + step;
        say(now);
        Patience.within(STEP, now, () -> take(branch, cluster, step, checker));
        now += ", healed";
        staff.awaitAnotherTransferOfEach(WORKING_AGAIN);
      }
      now = "closing time of " + source;
      staff.goHome(CLOSING_TIME);
    }
  }

  /** One fault, from a cluster that is well to a cluster that is well. */
  private static void take(Branch branch, LocalCluster cluster, Step step, Checker checker) {
    try {
      Thread.sleep(step.calm().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    step.weather().begin(cluster, step.pick());
    step.fault().strike(branch, cluster, step);
    for (LocalServer former : formerWriters(cluster)) {
      checker.inspectFormerWriter(cluster, former, step.toString());
    }
    cluster.heal();
    cluster.awaitReplayed();
  }

  /** Those that live and were not asked to follow the present one. */
  private static List<LocalServer> formerWriters(LocalCluster cluster) {
    List<LocalServer> former = new ArrayList<>(cluster.servers());
    former.removeAll(cluster.readers());
    former.remove(cluster.writer());
    former.removeIf(server -> !server.isRunning() || server.isFrozen());
    return former;
  }

  /** Nothing of the driver is left, here and on the servers. */
  private static void awaitTheEnd(
      Branch branch, LocalCluster cluster, Leftovers leftovers, String inTheTestkit) {
    gone(
        "threads of the driver and the pool",
        () -> foreign(leftovers.threads()).isEmpty(),
        () -> leftovers.threads() + " beside " + inTheTestkit);
    gone("sockets", () -> Wiretap.open().isEmpty(), () -> Wiretap.open().toString());
    String sessions = branch.books().sessions();
    for (LocalServer server : cluster.servers()) {
      gone(
          "sessions on " + server,
          () -> "0".equals(cluster.query(server, sessions)),
          () -> cluster.query(server, sessions) + " of them");
    }
  }

  private static void inspectBooks(LocalCluster cluster, Checker checker) throws SQLException {
    cluster.awaitReplayed();
    for (LocalServer server : cluster.servers()) {
      checker.inspect(cluster, server);
    }
    assertThat(checker.wrong()).as("the books").isEmpty();
  }

  private static List<String> foreign(List<String> threads) {
    return threads.stream().filter(name -> !name.startsWith("swivel-testkit")).toList();
  }

  private static void gone(String what, BooleanSupplier condition, Supplier<String> left) {
    Patience.until("all " + what + " are gone", GONE, condition, () -> "left: " + left.get());
  }

  private String verdict(Checker checker) {
    return "-Dbank.seed=%d: %s, %d writes watched\nwrong in the books: %s\nlate writes: %s\nsurprises: %s"
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
