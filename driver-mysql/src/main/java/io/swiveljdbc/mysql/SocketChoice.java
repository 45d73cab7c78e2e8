package io.swiveljdbc.mysql;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.JdbcConnection;
import io.swiveljdbc.spi.Wire;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Whose sockets a connection uses. Ours are bounded by the wire while the login lasts; a factory of
 * the application's own knows nothing of it, so that login is bounded by Connector/J's timeouts.
 *
 * @param properties for Connector/J
 * @param users whether the sockets are the application's own
 * @param socketTimeout what the application gave, in milliseconds, 0 for none
 */
record SocketChoice(Properties properties, boolean users, int socketTimeout) {

  static SocketChoice of(Properties properties, Wire wire) {
    boolean users =
        properties.containsKey(PropertyKey.socketFactory.getKeyName())
            || properties.containsKey(PropertyKey.socksProxyHost.getKeyName());
    if (users) {
      int socketTimeout = millis(properties, PropertyKey.socketTimeout);
      bound(properties, PropertyKey.connectTimeout, wire);
      bound(properties, PropertyKey.socketTimeout, wire);
      return new SocketChoice(properties, true, socketTimeout);
    }
    properties.setProperty(
        PropertyKey.socketFactory.getKeyName(), WiredSocketFactory.class.getName());
    return new SocketChoice(properties, false, 0);
  }

  private static void bound(Properties properties, PropertyKey timeout, Wire wire) {
    int bounded = wire.connectTimeout(millis(properties, timeout));
    properties.setProperty(timeout.getKeyName(), Integer.toString(bounded));
  }

  /** What is no number is Connector/J's to refuse. */
  private static int millis(Properties properties, PropertyKey timeout) {
    try {
      return Integer.parseInt(properties.getProperty(timeout.getKeyName(), "0").trim());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * From now on the application's own timeout applies, and the wire can end the connection.
   *
   * @throws SQLException 08006 when the wire was aborted meanwhile
   */
  void restore(JdbcConnection connection, Wire wire) throws SQLException {
    if (users) {
      try {
        wire.attach(connection.getSession()::forceClose);
      } catch (IOException e) {
        throw new SQLException("the connection was aborted", "08006", e);
      }
      connection.setNetworkTimeout(Runnable::run, socketTimeout);
    }
  }
}
