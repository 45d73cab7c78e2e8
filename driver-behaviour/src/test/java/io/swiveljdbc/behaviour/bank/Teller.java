package io.swiveljdbc.behaviour.bank;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** One thread's work: transfers in all styles, and looks at the readers between them. */
final class Teller implements Runnable {
  private static final int BATCH = 3;
  private static final int PAUSE_MILLIS = 12;

  /** MySQL's words for a server that is read-only, and for a commit that the group refused. */
  private static final Set<Integer> REFUSED = Set.of(1290, 1836, 3100, 3101);

  private static final AtomicLong NEXT_TRANSFER = new AtomicLong();

  private final Branch branch;
  private final Source source;
  private final DataSource connections;
  private final LongSupplier term;
  private final Ledger ledger;
  private final Random random;
  private volatile boolean closing;
  private volatile long begunAtNanos = System.nanoTime();
  private final AtomicLong transfers = new AtomicLong();
  private volatile String doing = "nothing yet";

  Teller(
      Branch branch,
      Source source,
      DataSource connections,
      LongSupplier term,
      Ledger ledger,
      long seed) {
    this.branch = branch;
    this.source = source;
    this.connections = connections;
    this.term = term;
    this.ledger = ledger;
    this.random = new Random(seed);
  }

  /** Ends its work with the transfer that is under way. */
  void close() {
    closing = true;
  }

  /** How many transfers were acknowledged to it. */
  long transfers() {
    return transfers.get();
  }

  /** How long it has been in what it does now. */
  long busyNanos() {
    return System.nanoTime() - begunAtNanos;
  }

  String doing() {
    return doing;
  }

  @Override
  public void run() {
    while (!closing) {
      try {
        stay();
      } catch (RuntimeException e) {
        ledger.surprise(doing + " threw", e);
      }
      pause();
    }
  }

  /** What is done on one connection, from where it is had until it is given back. */
  private void stay() {
    begin("an arrival");
    try (Desk desk = new Desk(branch, connections.getConnection(), term.getAsLong())) {
      boolean usable = introduce(desk, source.isFresh());
      for (int left = source.stay(random); usable && left > 0 && !closing; left--) {
        work(desk);
        usable = desk.isOpen() && (random.nextInt(20) > 0 || introduce(desk, false));
      }
      if (usable && random.nextInt(4) == 0) {
        transfer(desk, Style.WALK_OUT);
      }
      begin("leaving after " + doing);
    } catch (SQLException e) {
      // Neither a source nor the way back to it may fail, whatever happens to servers.
      ledger.surprise("the source threw around " + doing, e);
    }
    ledger.took(doing, busyNanos());
  }

  /** A customer comes; one that could not be served at once does not wait. */
  private boolean introduce(Desk desk, boolean fresh) throws SQLException {
    Customer customer = Customer.next(random);
    begin("the arrival of " + customer);
    setMode(desk, random.nextBoolean(), true);
    try {
      customer.introduceTo(desk, fresh);
      desk.serve(customer);
      ledger.count("customers");
      return true;
    } catch (SQLException e) {
      ledger.count("arrival told " + e.getSQLState());
      if (Outcome.toldBy(e).isEmpty()) {
        ledger.surprise(doing + " was told", e);
      }
      goOn(desk, e);
      return false;
    } finally {
      ledger.took(doing, busyNanos());
    }
  }

  private void work(Desk desk) throws SQLException {
    if (random.nextInt(4) == 0) {
      look(desk, Look.drawn(random));
    } else {
      transfer(desk, Style.COMPLETE.get(random.nextInt(Style.COMPLETE.size())));
    }
    ledger.took(doing, busyNanos());
    pause();
  }

  private void pause() {
    LockSupport.parkNanos(random.nextInt(PAUSE_MILLIS) * 1_000_000L);
  }

  private void begin(String what) {
    doing = what;
    begunAtNanos = System.nanoTime();
  }

  private static void setMode(Desk desk, boolean readOnly, boolean autoCommit) throws SQLException {
    desk.connection().setReadOnly(readOnly);
    desk.connection().setAutoCommit(autoCommit);
  }

  private void transfer(Desk desk, Style style) throws SQLException {
    List<Transfer> batch = draw(style.inBatches() ? BATCH : 1);
    begin(style + " of " + batch);
    setMode(desk, false, true);
    try {
      style.move(desk, batch, term);
    } catch (SQLException e) {
      tell(style, batch, e);
      goOn(desk, e);
      return;
    }
    batch.forEach(transfer -> ledger.record(transfer, style.outcome()));
    if (style.outcome() == Outcome.ACKNOWLEDGED) {
      ledger.count("acknowledged");
      if (desk.isOlderThan(term.getAsLong())) {
        ledger.count("acknowledged on a connection from before a failover");
      }
      transfers.incrementAndGet();
    } else {
      ledger.count("left open");
    }
  }

  private List<Transfer> draw(int size) {
    int low = 1 + random.nextInt(Bank.ACCOUNTS - 1);
    int high = low + 1 + random.nextInt(Bank.ACCOUNTS - low);
    return IntStream.range(0, size)
        .mapToObj(i -> new Transfer(NEXT_TRANSFER.incrementAndGet(), low, high, amount()))
        .toList();
  }

  private long amount() {
    return random.nextInt(201) - 100L;
  }

  private void tell(Style style, List<Transfer> batch, SQLException e) {
    Outcome outcome = Outcome.toldBy(e).orElse(Outcome.UNKNOWN);
    batch.forEach(transfer -> ledger.record(transfer, outcome));
    ledger.count("told " + e.getSQLState());
    if (Outcome.toldBy(e).isEmpty() && !isTorn(style, e)) {
      ledger.surprise(doing + " was told " + e.getSQLState(), e);
    }
    if (style.countsAreCommits() && e instanceof BatchUpdateException b) {
      long[] counts = b.getLargeUpdateCounts();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] != Statement.EXECUTE_FAILED) {
          ledger.record(batch.get(i), Outcome.ACKNOWLEDGED);
          ledger.count("acknowledged in a batch that failed");
        }
      }
    }
  }

  /**
   * Whether a writer refused what had begun in auto-commit because it had stepped down meanwhile:
   * some of it may be committed for good, so the server's own error is told, of a batch with the
   * counts.
   */
  private static boolean isTorn(Style style, SQLException e) {
    return style.commitsInParts()
        && style.inBatches() == e instanceof BatchUpdateException
        && REFUSED.contains(e.getErrorCode());
  }

  /** Rolls back, as frameworks do, unless the connection is closed; it is where it must be. */
  private void goOn(Desk desk, SQLException told) throws SQLException {
    if (desk.isOpen() == source.closesAfter(String.valueOf(told.getSQLState()))) {
      ledger.surprise("the connection is open: " + desk.isOpen() + ", after " + doing, told);
    }
    Connection connection = desk.connection();
    try {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      ledger.surprise("rollback after " + told + " of " + doing + " threw", e);
    }
  }

  /** Every snapshot has the same sum, wherever it is taken. */
  private void look(Desk desk, Look look) throws SQLException {
    begin("a look " + look);
    setMode(desk, true, look == Look.IN_AUTO_COMMIT);
    try {
      Look.Seen seen = look.at(desk);
      ledger.count("looks on " + seen.role());
      ledger.sawTerm(seen.term());
      if (seen.sum() != Bank.TOTAL) {
        ledger.surprise(doing + " saw " + seen.sum() + " instead of " + Bank.TOTAL);
      }
      if (!seen.signature().equals(desk.signature())) {
        ledger.surprise(
            "%s of %s saw a session of %s".formatted(doing, desk.signature(), seen.signature()));
      }
    } catch (SQLException e) {
      ledger.count("look told " + e.getSQLState());
      if (Outcome.toldBy(e).filter(look::mayBeTold).isEmpty()) {
        ledger.surprise(doing + " was told", e);
      }
      goOn(desk, e);
    }
  }
}
