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
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
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

  /** One attempt at a connection. */
  private static final class Attempt {
    final Wire wire;

    /** Null where Connector/J verifies the server, or nobody does. */
    final @Nullable Trust trust;

    final boolean identity;

    /** What our handshake failed of, other than the other side's end. */
    @Nullable Exception failure;

    Attempt(Wire wire, @Nullable Trust trust, boolean identity) {
      this.wire = wire;
      this.trust = trust;
      this.identity = identity;
    }

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
    @Nullable Trust trust = store == null ? null : TRUST_STORES.trust(store);
    if (store == null || trust == null) {
      return plain.connect(host);
    }
    Attempt verifying = new Attempt(wire, trust, store.identity());
    try {
      return verifying.connect(host);
    } catch (SQLException | CJException e) {
      @Nullable Exception failure = verifying.failure;
      if (failure == null || wire.aborted()) {
        throw e;
      }
      JdbcConnection connection = plain.connect(host);
      if (isLasting(failure)) {
        TRUST_STORES.leave(store, trust);
      }
      return connection;
    }
  }

  /** Whether the other side ended the connection, rather than that one of the two refused. */
  private static boolean tellsOfLoss(Throwable e) {
    return MysqlFailures.causes(e)
        .anyMatch(
            cause ->
                cause instanceof SocketException
                    || cause instanceof EOFException
                    || cause instanceof InterruptedIOException);
  }

  /** Whether the next handshake with the same server would fail of it too. */
  private static boolean isLasting(Exception failure) {
    return failure instanceof RuntimeException
        || failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException;
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
    try {
      sslSocket =
          VerifiedTls.over(
              rawSocket,
              connection.getHost(),
              connection.getPort(),
              attempt.trust,
              attempt.identity);
      return (T) sslSocket;
    } catch (SSLException | RuntimeException e) {
      attempt.failure = tellsOfLoss(e) ? null : e;
      throw e;
    }
  }
}
