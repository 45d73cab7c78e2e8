package io.swiveljdbc.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result set of a logical statement; while it is open, its physical connection stays. */
final class RoutedResultSet extends ForwardingResultSet {

  private final Session session;
  private final @Nullable Statement statement;
  private final PhysicalConnection home;
  private final ResultSet target;
  private boolean released;

  /**
   * Takes an open result set.
   *
   * @param statement what to give back as its statement; null for the driver's own
   */
  RoutedResultSet(
      Session session, @Nullable Statement statement, PhysicalConnection home, ResultSet target) {
    this.session = session;
    this.statement = statement;
    this.home = home;
    this.target = target;
    home.resultOpened();
  }

  @Override
  ResultSet delegate() {
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return session.failedBeside(home, error);
  }

  @Override
  Statement wrap(Statement driverStatement) {
    return statement == null ? driverStatement : statement;
  }

  /** Whether it stands before this result set of the driver. */
  boolean stands(ResultSet result) {
    return target.equals(result);
  }

  /** It no longer holds its physical connection. */
  void release() {
    if (!released) {
      released = true;
      home.resultClosed();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      target.close();
    } catch (SQLException e) {
      if (!home.dead()) {
        throw translate(e);
      }
    } finally {
      release();
    }
  }
}
