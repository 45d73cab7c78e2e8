package io.swiveljdbc.postgres.bank;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.topology.Role;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** One thread's work: transfers in all styles, and looks at the readers between them. */
final class Teller implements Runnable {
  private static final List<Style> STYLES = List.of(Style.values());
  private static final int BATCH = 3;
  private static final int PAUSE_MILLIS = 12;
  private static final AtomicLong NEXT_TRANSFER = new AtomicLong();

  private final DataSource pool;
  private final LongSupplier term;
  private final Ledger ledger;
  private final Random random;
  private volatile boolean closing;
  private volatile long begunAtNanos = System.nanoTime();
  private final AtomicLong transfers = new AtomicLong();
  private volatile String doing = "nothing yet";

  Teller(DataSource pool, LongSupplier term, Ledger ledger, long seed) {
    this.pool = pool;
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
        if (random.nextInt(3) == 0) {
          begin("a look");
          look(random.nextInt(4) == 0);
          ledger.took(doing, busyNanos());
        }
        transfer(STYLES.get(random.nextInt(STYLES.size())));
        ledger.took(doing, busyNanos());
      } catch (RuntimeException e) {
        ledger.surprise(doing + " threw", e);
      }
      LockSupport.parkNanos(random.nextInt(PAUSE_MILLIS) * 1_000_000L);
    }
  }

  private void begin(String what) {
    doing = what;
    begunAtNanos = System.nanoTime();
  }

  private void transfer(Style style) {
    List<Transfer> batch = draw(style.inBatches() ? BATCH : 1);
    begin(style + " of " + batch);
    try (Connection connection = pool.getConnection()) {
      boolean done = false;
      try {
        style.move(connection, batch, term);
        done = true;
      } catch (SQLException e) {
        tell(style, batch, e);
        rollBack(connection, e);
      }
      if (done) {
        batch.forEach(transfer -> ledger.record(transfer, Outcome.ACKNOWLEDGED));
        ledger.count("acknowledged");
        transfers.incrementAndGet();
      }
    } catch (SQLException e) {
      outside(e);
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
    if (Outcome.toldBy(e).isEmpty()) {
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

  /** As frameworks do; the pool has closed the connection after 08. */
  private void rollBack(Connection connection, SQLException told) {
    try {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      ledger.surprise("rollback after " + told + " of " + doing + " threw", e);
    }
  }

  /** Neither the pool nor the way back to it may fail, whatever happens to servers. */
  private void outside(SQLException e) {
    ledger.surprise("the pool threw around " + doing, e);
  }

  /** Money is moved, never made: every snapshot has the same sum, wherever it is taken. */
  private void look(boolean autoCommit) {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(autoCommit);
      try {
        long sum = sum(connection, ledger);
        Role role = connection.unwrap(SwivelConnection.class).role();
        if (!autoCommit) {
          connection.commit();
        }
        ledger.count("looks on " + role);
        if (sum != Bank.TOTAL) {
          ledger.surprise("a look saw " + sum + " instead of " + Bank.TOTAL);
        }
      } catch (SQLException e) {
        ledger.count("look told " + e.getSQLState());
        if (!mayBeToldOfALook(e, autoCommit)) {
          ledger.surprise("a look, auto-commit " + autoCommit + ", was told", e);
        }
        rollBack(connection, e);
      }
    } catch (SQLException e) {
      ledger.surprise("the pool threw around a look", e);
    }
  }

  /** In auto-commit the writer, where no reader is fit, cannot know that it only reads. */
  private static boolean mayBeToldOfALook(SQLException e, boolean autoCommit) {
    return Outcome.toldBy(e).filter(outcome -> autoCommit || outcome == Outcome.ABSENT).isPresent();
  }

  private static long sum(Connection connection, Ledger ledger) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Bank.LOOK)) {
      row.next();
      if (!"open".equals(row.getString(2))) {
        ledger.surprise("a look found the bank " + row.getString(2));
      }
      return row.getLong(1);
    }
  }
}
