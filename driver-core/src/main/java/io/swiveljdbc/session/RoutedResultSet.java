package io.swiveljdbc.session;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result set of a logical statement; while it is open, its physical connection stays. */
final class RoutedResultSet extends ForwardingResultSet {

  private final ConfiguredConnection connection;
  private final @Nullable Statement statement;
  private final ResultSet target;
  private final @Nullable RoutedResultSet earlier;

  /** Where one of no statement of ours came from, which nobody closes for the sake of others. */
  private @Nullable Handout handout;

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

  /** One that the driver made of a value. */
  static RoutedResultSet handedOut(Handout of, ResultSet target) {
    RoutedResultSet own = new RoutedResultSet(of.connection(), null, of.home(), target, null);
    own.handout = of;
    of.home().handOut();
    return own;
  }

  @Override
  ResultSet delegate() throws SQLException {
    if (handout != null) {
      handout.check();
    }
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
  Array wrap(Array array) {
    PhysicalConnection at = home;
    return at == null ? array : new Handout(connection, at).own(array);
  }

  @Override
  ResultSetMetaData wrap(ResultSetMetaData metadata) {
    PhysicalConnection at = home;
    return at == null ? metadata : new Handout(connection, at).own(metadata);
  }

  @Override
  public @Nullable Object getObject(int index) throws SQLException {
    return own(super.getObject(index));
  }

  @Override
  public @Nullable Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
    return own(super.getObject(index, map));
  }

  @Override
  public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
    T value = super.getObject(index, type);
    return Handout.own(connection, home, value, type);
  }

  @Override
  public @Nullable Object getObject(String name) throws SQLException {
    return own(super.getObject(name));
  }

  @Override
  public @Nullable Object getObject(String name, Map<String, Class<?>> map) throws SQLException {
    return own(super.getObject(name, map));
  }

  @Override
  public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
    T value = super.getObject(name, type);
    return Handout.own(connection, home, value, type);
  }

  private @Nullable Object own(@Nullable Object value) {
    return Handout.own(connection, home, value);
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
    return connection.session().condition().released()
        || (handout != null && handout.home().isWithOthers())
        || super.isClosed();
  }

  @Override
  public void close() throws SQLException {
    Session session = connection.session();
    PhysicalConnection at = home;
    try {
      delegate().close();
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
