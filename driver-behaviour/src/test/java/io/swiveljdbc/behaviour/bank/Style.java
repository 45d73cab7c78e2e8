package io.swiveljdbc.behaviour.bank;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** How an application makes transfers; each way commits them, in its own manner. */
enum Style {
  STATEMENT {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      desk.statement().executeQuery(select(desk, transfers.get(0), term)).close();
    }
  },
  PREPARED {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      PreparedStatement call = desk.prepared(CALL);
      fill(call, desk, transfers.get(0), term);
      call.executeUpdate();
    }
  },
  TRANSACTION {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      desk.connection().setAutoCommit(false);
      writeByStatements(desk, transfers.get(0), term);
      desk.connection().commit();
    }
  },
  SLOW_TRANSACTION {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      desk.connection().setAutoCommit(false);
      writeByStatements(desk, transfers.get(0), term);
      LockSupport.parkNanos(THINKING_NANOS);
      desk.connection().commit();
    }
  },
  COMMIT_AS_TEXT {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      desk.connection().setAutoCommit(false);
      desk.statement().execute(select(desk, transfers.get(0), term));
      desk.statement().execute("/* done */ COMMIT");
    }
  },
  COMMIT_BY_AUTO_COMMIT {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      desk.connection().setAutoCommit(false);
      writeByStatements(desk, transfers.get(0), term);
      desk.connection().setAutoCommit(true);
    }
  },
  BATCH {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      PreparedStatement call = desk.prepared(CALL);
      for (Transfer transfer : transfers) {
        fill(call, desk, transfer, term);
        call.addBatch();
      }
      call.executeBatch();
    }
  },
  BATCH_OF_TEXT {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      for (Transfer transfer : transfers) {
        desk.statement().addBatch("CALL make_move(" + arguments(desk, transfer, term) + ")");
      }
      desk.statement().executeBatch();
    }
  },
  BATCH_IN_TRANSACTION {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      desk.connection().setAutoCommit(false);
      BATCH.move(desk, transfers, term);
      desk.connection().commit();
    }
  },
  /** Leaves, and commits nothing: what it wrote must go with the connection. */
  WALK_OUT {
    @Override
    void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException {
      desk.connection().setAutoCommit(false);
      writeByStatements(desk, transfers.get(0), term);
    }
  };

  /** Those that end what they begin. */
  static final List<Style> COMPLETE =
      Arrays.stream(values()).filter(style -> style != WALK_OUT).toList();

  private static final long THINKING_NANOS = 100_000_000;
  private static final String CALL = "CALL make_move(?, ?, ?, ?, ?, ?, ?)";
  private static final String CHANGE =
      "UPDATE account SET balance = balance + ?, term = witness(?, ?, ?) WHERE id = ?";

  /**
   * Makes the transfers and commits them; a style that is no batch makes the first alone. What it
   * leaves open after an exception is for the caller to roll back.
   *
   * @param desk where its connection and the statements are kept
   * @param term gives the highest term that this JVM knows now
   */
  abstract void move(Desk desk, List<Transfer> transfers, LongSupplier term) throws SQLException;

  boolean inBatches() {
    return this == BATCH || this == BATCH_OF_TEXT || this == BATCH_IN_TRANSACTION;
  }

  /** Whether a count of a batch that failed tells that its transfer was committed. */
  boolean countsAreCommits() {
    return this == BATCH || this == BATCH_OF_TEXT;
  }

  /** Whether a part may be committed when it fails: a procedure may commit midway. */
  boolean commitsInParts() {
    return countsAreCommits() || this == PREPARED;
  }

  /** What came of a transfer for which nothing was thrown. */
  Outcome outcome() {
    return this == WALK_OUT ? Outcome.ABSENT : Outcome.ACKNOWLEDGED;
  }

  private static void writeByStatements(Desk desk, Transfer t, LongSupplier term)
      throws SQLException {
    change(desk, t.low(), -t.amount(), term);
    change(desk, t.high(), t.amount(), term);
    PreparedStatement book = desk.prepared(desk.branch().books().book());
    book.setLong(1, t.id());
    book.setInt(2, t.low());
    book.setInt(3, t.high());
    book.setLong(4, t.amount());
    book.setString(5, Bank.MARK);
    book.setString(6, desk.signature());
    book.setLong(7, term.getAsLong());
    book.executeUpdate();
  }

  private static void change(Desk desk, int account, long by, LongSupplier term)
      throws SQLException {
    PreparedStatement change = desk.prepared(CHANGE);
    change.setLong(1, by);
    change.setLong(2, term.getAsLong());
    change.setString(3, Bank.MARK);
    change.setString(4, desk.signature());
    change.setInt(5, account);
    change.executeUpdate();
  }

  private static void fill(PreparedStatement call, Desk desk, Transfer t, LongSupplier term)
      throws SQLException {
    call.setLong(1, t.id());
    call.setInt(2, t.low());
    call.setInt(3, t.high());
    call.setLong(4, t.amount());
    call.setLong(5, term.getAsLong());
    call.setString(6, Bank.MARK);
    call.setString(7, desk.signature());
  }

  private static String select(Desk desk, Transfer transfer, LongSupplier term) {
    return "SELECT move(" + arguments(desk, transfer, term) + ")";
  }

  private static String arguments(Desk desk, Transfer t, LongSupplier term) {
    return "%d, %d, %d, %d, %d, '%s', '%s'"
        .formatted(
            t.id(), t.low(), t.high(), t.amount(), term.getAsLong(), Bank.MARK, desk.signature());
  }
}
