package io.swiveljdbc.session;

import java.sql.Blob;
import java.sql.Clob;
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
  private final @Nullable RoutedResultSet earlier;
  private boolean released;

  /**
   * Takes an open result set.
   *
   * @param statement what to give back as its statement; null where JDBC allows none
   * @param earlier an earlier one of the same execution, such as the generated keys
   */
  RoutedResultSet(
      Session session,
      @Nullable Statement statement,
      PhysicalConnection home,
      ResultSet target,
      @Nullable RoutedResultSet earlier) {
    this.session = session;
    this.statement = statement;
    this.home = home;
    this.target = target;
    this.earlier = earlier;
    home.resultOpened();
  }

  @Override
  ResultSet delegate() {
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return session.failover().failedWithin(home, error);
  }

  /** Never the driver's own; JDBC allows none where metadata made the result set. */
  @Override
  @Nullable Statement wrap(Statement driverStatement) {
    return statement;
  }

  @Override
  Blob wrap(Blob target) {
    return new RoutedBlob(session, home, target);
  }

  @Override
  Clob wrap(Clob target) {
    return new RoutedClob(session, home, target);
  }

  @Nullable RoutedResultSet earlier() {
    return earlier;
  }

  /** Whether it stands before this result set of the driver. */
  @SuppressWarnings("ReferenceEquality") // mostly it is the very one, and need not be asked
  boolean stands(ResultSet result) {
    return target == result || target.equals(result);
  }

  /** It no longer holds its physical connection. */
  void release() {
    if (!released) {
      released = true;
      home.resultClosed();
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return session.condition().released() || super.isClosed();
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
      session.sharing().settle(home);
    }
  }
}
