package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.testing.FakeServers;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The objects of one logical connection, each with an object of the driver behind it. */
final class Warm implements AutoCloseable {

  static final List<Class<?>> INTERFACES =
      List.of(
          Connection.class,
          Statement.class,
          PreparedStatement.class,
          CallableStatement.class,
          ResultSet.class,
          Blob.class,
          Clob.class,
          DatabaseMetaData.class);

  final RoutedConnection connection;
  private final Statement statement;
  private final PreparedStatement prepared;
  private final CallableStatement callable;
  private final ResultSet result;
  private final Blob blob;
  private final Clob clob;
  private final DatabaseMetaData metadata;

  Warm(Clusters clusters, FakeServers servers) throws SQLException {
    connection =
        (RoutedConnection)
            new ConnectionOpener(clusters)
                .open(servers.engine(), servers.target(), FakeServers.options());
    statement = connection.createStatement();
    prepared = connection.prepareStatement("SELECT 1");
    callable = connection.prepareCall("SELECT 1");
    prepared.executeQuery();
    callable.executeQuery();
    result = statement.executeQuery("SELECT 1");
    blob = result.getBlob(1);
    clob = result.getClob(1);
    metadata = connection.getMetaData();
  }

  /** The object of this type. */
  Object get(Class<?> type) {
    if (type == Connection.class) {
      return connection;
    } else if (type == Statement.class) {
      return statement;
    } else if (type == PreparedStatement.class) {
      return prepared;
    } else if (type == CallableStatement.class) {
      return callable;
    }
    return ofResult(type);
  }

  private Object ofResult(Class<?> type) {
    if (type == ResultSet.class) {
      return result;
    }
    return type == Blob.class ? blob : type == Clob.class ? clob : metadata;
  }

  /** What stands for an object of this type that the driver hands out of one of ours. */
  Object owner(Class<?> type) {
    return type == Connection.class ? connection : statement;
  }

  @Override
  public void close() {
    connection.close();
  }
}
