package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.topology.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection while a teller has it, and the statements that were made on it: they are kept for
 * all its transactions, over every failover, and never closed before it.
 */
final class Desk implements AutoCloseable {

  private final Branch branch;
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private @Nullable Statement statement;
  private final long openedInTerm;
  private @Nullable Customer customer;

  /**
   * A desk that has been opened.
   *
   * @param term that is known now
   */
  Desk(Branch branch, Connection connection, long term) {
    this.branch = branch;
    this.connection = connection;
    this.openedInTerm = term;
  }

  /** Whether the writer is another one than it was when the desk was opened. */
  boolean isOlderThan(long term) {
    return openedInTerm < term;
  }

  Branch branch() {
    return branch;
  }

  Connection connection() {
    return connection;
  }

  PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /** One for SQL text of all kinds. */
  Statement statement() throws SQLException {
    if (statement == null) {
      statement = connection.createStatement();
    }
    return statement;
  }

  /** Somebody has come, and has set what it needs. */
  void serve(Customer introduced) {
    customer = introduced;
  }

  /** What its session must have. */
  String signature() {
    if (customer == null) {
      throw new IllegalStateException("nobody has come to this desk");
    }
    return customer.signature(branch);
  }

  Role role() throws SQLException {
    return connection.unwrap(SwivelConnection.class).role();
  }

  boolean isOpen() throws SQLException {
    return !connection.isClosed();
  }

  /** Whatever is open on it. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
