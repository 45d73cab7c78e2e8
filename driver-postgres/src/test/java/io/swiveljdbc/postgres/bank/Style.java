package io.swiveljdbc.postgres.bank;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** How an application makes transfers; each way commits them, in its own manner. */
enum Style {
  STATEMENT {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery(select(transfers.get(0), term)).close();
      }
    }
  },
  PREPARED {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      try (PreparedStatement call = connection.prepareStatement(CALL)) {
        fill(call, transfers.get(0), term);
        call.executeUpdate();
      }
    }
  },
  TRANSACTION {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      connection.setAutoCommit(false);
      writeByStatements(connection, transfers.get(0), term);
      connection.commit();
    }
  },
  SLOW_TRANSACTION {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      connection.setAutoCommit(false);
      writeByStatements(connection, transfers.get(0), term);
      LockSupport.parkNanos(THINKING_NANOS);
      connection.commit();
    }
  },
  COMMIT_AS_TEXT {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(select(transfers.get(0), term));
        statement.execute("/* done */ COMMIT");
      }
    }
  },
  COMMIT_BY_AUTO_COMMIT {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      connection.setAutoCommit(false);
      writeByStatements(connection, transfers.get(0), term);
      connection.setAutoCommit(true);
    }
  },
  BATCH {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      try (PreparedStatement call = connection.prepareStatement(CALL)) {
        for (Transfer transfer : transfers) {
          fill(call, transfer, term);
          call.addBatch();
        }
        call.executeBatch();
      }
    }
  },
  BATCH_OF_TEXT {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      try (Statement statement = connection.createStatement()) {
        for (Transfer transfer : transfers) {
          statement.addBatch("CALL make_move(" + arguments(transfer, term) + ")");
        }
        statement.executeBatch();
      }
    }
  },
  BATCH_IN_TRANSACTION {
    @Override
    void move(Connection connection, List<Transfer> transfers, LongSupplier term)
        throws SQLException {
      connection.setAutoCommit(false);
      BATCH.move(connection, transfers, term);
      connection.commit();
    }
  };

  private static final long THINKING_NANOS = 100_000_000;
  private static final String CALL = "CALL make_move(?, ?, ?, ?, ?, ?)";
  private static final String CHANGE =
      "UPDATE account SET balance = balance + ?, timeline = witness(?, ?) WHERE id = ?";
  private static final String BOOK =
      "INSERT INTO transfer SELECT ?, ?, ?, ?, k, witness(k, ?) FROM (VALUES (?::bigint)) AS v(k)";

  /**
   * Makes the transfers and commits them; a style that is no batch makes the first alone. What it
   * leaves open after an exception is for the caller to roll back.
   *
   * @param term gives the highest term that this JVM knows now
   */
  abstract void move(Connection connection, List<Transfer> transfers, LongSupplier term)
      throws SQLException;

  boolean inBatches() {
    return this == BATCH || this == BATCH_OF_TEXT || this == BATCH_IN_TRANSACTION;
  }

  /** Whether a count of a batch that failed tells that its transfer was committed. */
  boolean countsAreCommits() {
    return this == BATCH || this == BATCH_OF_TEXT;
  }

  private static void writeByStatements(Connection connection, Transfer t, LongSupplier term)
      throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(CHANGE);
        PreparedStatement book = connection.prepareStatement(BOOK)) {
      change(change, t.low(), -t.amount(), term);
      change(change, t.high(), t.amount(), term);
      book.setLong(1, t.id());
      book.setInt(2, t.low());
      book.setInt(3, t.high());
      book.setLong(4, t.amount());
      book.setString(5, Bank.MARK);
      book.setLong(6, term.getAsLong());
      book.executeUpdate();
    }
  }

  private static void change(PreparedStatement change, int account, long by, LongSupplier term)
      throws SQLException {
    change.setLong(1, by);
    change.setLong(2, term.getAsLong());
    change.setString(3, Bank.MARK);
    change.setInt(4, account);
    change.executeUpdate();
  }

  private static void fill(PreparedStatement call, Transfer t, LongSupplier term)
      throws SQLException {
    call.setLong(1, t.id());
    call.setInt(2, t.low());
    call.setInt(3, t.high());
    call.setLong(4, t.amount());
    call.setLong(5, term.getAsLong());
    call.setString(6, Bank.MARK);
  }

  private static String select(Transfer transfer, LongSupplier term) {
    return "SELECT move(" + arguments(transfer, term) + ")";
  }

  private static String arguments(Transfer t, LongSupplier term) {
    return "%d, %d, %d, %d, %d, '%s'"
        .formatted(t.id(), t.low(), t.high(), t.amount(), term.getAsLong(), Bank.MARK);
  }
}
