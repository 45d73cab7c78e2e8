package io.swiveljdbc.mysql;

import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.jdbc.ConnectionImpl;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import io.swiveljdbc.spi.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Hands the socket of a connection to its wire, before it connects.
 *
 * <p>Connector/J instantiates it by name, on the thread that opens the connection; the sockets that
 * it opens beside the connection, to cancel a query, come from other calls and have no wire.
 */
public final class WiredSocketFactory extends StandardSocketFactory {

  private static final ThreadLocal<@Nullable Wire> WIRE = new ThreadLocal<>();

  /** For Connector/J. */
  public WiredSocketFactory() {}

  /** Opens a connection whose socket is under the control of a wire. */
  static JdbcConnection connect(HostInfo host, Wire wire) throws SQLException {
    WIRE.set(wire);
    try {
      return ConnectionImpl.getInstance(host);
    } finally {
      WIRE.remove();
    }
  }

  @Override
  protected Socket createSocket(PropertySet properties) {
    Wire wire = WIRE.get();
    if (wire == null) {
      return new Socket();
    }
    try {
      Socket socket = new LastWordsSocket(wire);
      wire.attach(socket);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
