package io.swiveljdbc.session;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What leaves of the target driver's objects that can come back to its connection, however late:
 * the metadata of a result set asks the server when it is asked itself. Where the connection may go
 * to others, one of ours stands before each, and ends with its user.
 */
record Handout(ConfiguredConnection connection, PhysicalConnection home) {

  /** Throws when somebody else may have the connection. */
  void check() throws SQLException {
    if (home.isWithOthers()) {
      throw Told.closed();
    }
  }

  SQLException translate(SQLException error) {
    return connection.session().failover().failedWithin(home, error);
  }

  Array own(Array target) {
    return home.isLent() ? new RoutedArray(this, target) : target;
  }

  ResultSetMetaData own(ResultSetMetaData target) {
    return home.isLent() ? new RoutedResultSetMetaData(this, target) : target;
  }

  ParameterMetaData own(ParameterMetaData target) {
    return home.isLent() ? new RoutedParameterMetaData(this, target) : target;
  }

  /** One that belongs to no statement of ours, such as that of a cursor among the values. */
  ResultSet own(ResultSet target) {
    return home.isLent() ? RoutedResultSet.handedOut(this, target) : target;
  }

  /** Stands before a value, if it is of a kind that can come back. */
  static @Nullable Object own(
      ConfiguredConnection connection, @Nullable PhysicalConnection home, @Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Number) {
      return value; // most are, and the others take longer to tell
    }
    return home == null || !home.isLent() ? value : new Handout(connection, home).before(value);
  }

  private Object before(Object value) {
    if (value instanceof Blob blob) {
      return new RoutedBlob(connection, home, blob);
    } else if (value instanceof Clob clob) {
      return new RoutedClob(connection, home, clob);
    } else if (value instanceof Array array) {
      return own(array);
    }
    return value instanceof ResultSet result ? own(result) : value;
  }

  /** The same where a type was asked for; where ours is none of it, the driver's stays. */
  static <T> @Nullable T own(
      ConfiguredConnection connection,
      @Nullable PhysicalConnection home,
      @Nullable T value,
      Class<T> type) {
    @Nullable Object own = own(connection, home, value);
    if (type.isInstance(own)) {
      return type.cast(own);
    }
    if (own instanceof RoutedResultSet unused) {
      unused.release();
    }
    return value;
  }
}
