package io.swiveljdbc.examples.failover;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Writes one row a transaction, each with an id of its own. The server says itself, in the same
 * transaction, which one it is.
 */
final class WritingClient implements Runnable {
  private static final String INSERT = "INSERT INTO entry (id) VALUES (?)";

  private final Engine engine;
  private final DataSource pool;
  private final Observed observed;

  WritingClient(Engine engine, DataSource pool, Observed observed) {
    this.engine = engine;
    this.pool = pool;
    this.observed = observed;
  }

  @Override
  public void run() {
    long id = observed.ledger().nextId();
    Outcome outcome = attempt(id);
    if (outcome == Outcome.NOT_WRITTEN) {
      // As applications and frameworks do: what was certainly rolled back is tried again, once.
      outcome = attempt(id);
    }
    observed.ledger().enter(id, outcome);
  }

  private Outcome attempt(long id) {
    Outcome outcome = Outcome.NOT_WRITTEN;
    try (Connection connection = pool.getConnection()) {
      outcome = write(connection, id);
    } catch (SQLException e) {
      // Here the connection could not be had, or not be given back.
      observed.errors().add(e);
    }
    return outcome;
  }

  private Outcome write(Connection connection, long id) {
    try {
      connection.setAutoCommit(false);
      insert(connection, id);
      int port = ownPort(connection);
      connection.commit();
      observed.wrote(port);
      return Outcome.ACKNOWLEDGED;
    } catch (SQLException e) {
      observed.errors().add(e);
      return Outcome.of(e);
    }
  }

  private static void insert(Connection connection, long id) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setLong(1, id);
      insert.executeUpdate();
    }
  }

  private int ownPort(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(engine.self());
        ResultSet answer = select.executeQuery()) {
      answer.next();
      return answer.getInt(1);
    }
  }
}
