package io.swiveljdbc.session;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A result set of a logical statement; while it is open, its physical connection stays. */
final class RoutedResultSet extends ForwardingResultSet {

  private final ConfiguredConnection connection;
  private final @Nullable Statement statement;
  private final ResultSet target;
  private final @Nullable RoutedResultSet earlier;

  /** Null once it no longer holds it: it may be somebody else's then. */
  private @Nullable PhysicalConnection home;

  /**
   * Takes an open result set.
   *
   * @param statement what to give back as its statement; null where JDBC allows none
   * @param earlier an earlier one of the same execution, such as the generated keys
   */
  RoutedResultSet(
      ConfiguredConnection connection,
      @Nullable Statement statement,
      PhysicalConnection home,
      ResultSet target,
      @Nullable RoutedResultSet earlier) {
    this.connection = connection;
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
    Session session = connection.session(); // before it is looked where this is
    PhysicalConnection at = home;
    return at == null ? error : session.failover().failedWithin(at, error);
  }

  /** Never the driver's own; JDBC allows none where metadata made the result set. */
  @Override
  @Nullable Statement wrap(Statement driverStatement) {
    return statement;
  }

  @Override
  Blob wrap(Blob blob) {
    PhysicalConnection at = home;
    return at == null ? blob : new RoutedBlob(connection, at, blob);
  }

  @Override
  Clob wrap(Clob clob) {
    PhysicalConnection at = home;
    return at == null ? clob : new RoutedClob(connection, at, clob);
  }

  @Override
  public <U> U unwrap(Class<U> type) throws SQLException {
    U unwrapped = super.unwrap(type);
    PhysicalConnection at = home;
    if (unwrapped != this && at != null) {
      at.handOut();
    }
    return unwrapped;
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
    PhysicalConnection at = home;
    if (at != null) {
      home = null;
      at.resultClosed();
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    return connection.session().condition().released() || super.isClosed();
  }

  @Override
  public void close() throws SQLException {
    Session session = connection.session();
    PhysicalConnection at = home;
    try {
      target.close();
    } catch (SQLException e) {
      if (at != null && !at.dead()) {
        throw translate(e);
      }
    } finally {
      release();
      if (at != null) {
        session.sharing().settle(at);
      }
    }
  }
}
