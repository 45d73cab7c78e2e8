package io.swiveljdbc.postgres;

import io.swiveljdbc.spi.Wire;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGProperty;

/**
 * Bounds a login by pgjdbc's own timeouts, to the second: without them it waits on when its
 * socket's time is up. Our own sockets are then more precise; a user's know nothing of our wire.
 *
 * @param connectSeconds what the application gave, 0 for none
 * @param socketSeconds what the application gave, 0 for none
 */
record LoginTimeouts(int connectSeconds, int socketSeconds) {

  static LoginTimeouts of(Properties properties) throws SQLException {
    return new LoginTimeouts(
        PGProperty.CONNECT_TIMEOUT.getInt(properties),
        PGProperty.SOCKET_TIMEOUT.getInt(properties));
  }

  void bound(Properties properties, Wire wire) {
    PGProperty.CONNECT_TIMEOUT.set(properties, bounded(connectSeconds, wire));
    PGProperty.SOCKET_TIMEOUT.set(properties, bounded(socketSeconds, wire));
  }

  private static int bounded(int seconds, Wire wire) {
    int millis = (int) Math.min(Integer.MAX_VALUE, seconds * 1000L);
    return Math.toIntExact((wire.connectTimeout(millis) + 999L) / 1000);
  }

  /** From now on the application's own timeout applies. */
  void restore(Connection connection) throws SQLException {
    connection.setNetworkTimeout(
        Runnable::run, (int) Math.min(Integer.MAX_VALUE, socketSeconds * 1000L));
  }
}
