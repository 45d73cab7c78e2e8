package io.swiveljdbc.mysql;

import com.mysql.cj.conf.HostInfo;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.exceptions.CJException;
import com.mysql.cj.jdbc.ConnectionImpl;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import io.swiveljdbc.spi.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands the socket of a connection to its wire, before it connects; and verifies its server with
 * what was {@linkplain TrustStores kept} of the trust store. Where that refuses a server,
 * Connector/J is asked, as is where more is to be considered than a trust store.
 *
 * <p>Connector/J instantiates it by name, on the thread that opens the connection; the sockets that
 * it opens beside the connection, to cancel a query, come from other calls and have no wire.
 */
public final class WiredSocketFactory extends StandardSocketFactory {

  private static final ThreadLocal<@Nullable Attempt> ATTEMPT = new ThreadLocal<>();
  private static final TrustStores TRUST_STORES = new TrustStores();

  /** For Connector/J. */
  public WiredSocketFactory() {}

  /**
   * One attempt at a connection.
   *
   * @param trust null where Connector/J verifies the server, or nobody does
   */
  private record Attempt(Wire wire, @Nullable TrustManager trust, boolean identity) {

    JdbcConnection connect(HostInfo host) throws SQLException {
      ATTEMPT.set(this);
      try {
        return ConnectionImpl.getInstance(host);
      } finally {
        ATTEMPT.remove();
      }
    }
  }

  /** Opens a connection whose socket is under the control of a wire. */
  static JdbcConnection connect(HostInfo host, Wire wire) throws SQLException {
    Attempt plain = new Attempt(wire, null, false);
    @Nullable TrustStore store = TrustStore.of(host.getHostProperties());
    @Nullable TrustManager trust = store == null ? null : TRUST_STORES.trust(store);
    if (store == null || trust == null) {
      return plain.connect(host);
    }
    try {
      return new Attempt(wire, trust, store.identity()).connect(host);
    } catch (SQLException | CJException e) {
      if (!isRefused(e) || wire.aborted()) {
        throw e;
      }
    }
    JdbcConnection connection = plain.connect(host);
    TRUST_STORES.leave(store);
    return connection;
  }

  private static boolean isRefused(Exception e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .limit(10)
        .anyMatch(SSLException.class::isInstance);
  }

  @Override
  protected Socket createSocket(PropertySet properties) {
    Attempt attempt = ATTEMPT.get();
    if (attempt == null) {
      return new Socket();
    }
    try {
      Socket socket = new LastWordsSocket(attempt.wire);
      attempt.wire.attach(socket);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Connector/J wants a socket
  public <T extends Closeable> T performTlsHandshake(
      SocketConnection connection, ServerSession session, Log log) throws IOException {
    Attempt attempt = ATTEMPT.get();
    if (attempt == null || attempt.trust == null) {
      return super.performTlsHandshake(connection, session, log);
    }
    sslSocket =
        VerifiedTls.over(
            rawSocket, connection.getHost(), connection.getPort(), attempt.trust, attempt.identity);
    return (T) sslSocket;
  }
}
