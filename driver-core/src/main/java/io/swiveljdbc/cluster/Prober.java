package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Discovery;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.Failure;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens connections that ask a server what it is, with a login that some application presented. */
public final class Prober {

  private final Engine engine;
  private final Logins logins;
  private final Duration patience;
  private final List<Discovery> candidates;
  private volatile @Nullable Discovery discovery;

  Prober(Engine engine, Target login, Duration patience) {
    this.engine = engine;
    this.logins = new Logins(login);
    this.patience = patience;
    this.candidates = List.copyOf(engine.discoveries());
  }

  /** The login to use where this one was presented. */
  public Target newest(Target presented) {
    return logins.newest(presented);
  }

  /** Says that a server let this login in. */
  public void proven(Target login) {
    logins.proven(login);
  }

  /**
   * Opens a connection to ask a server.
   *
   * @param opening takes the wire of each attempt before it connects, so that it can be aborted
   * @throws SQLException when the server does not let any login in, or does not answer in time
   */
  Probe open(HostAddress address, Consumer<Wire> opening) throws SQLException {
    @Nullable SQLException refused = null;
    for (Target login : logins.inOrder()) {
      Wire wire = new Wire(patience);
      wire.readInTurns();
      opening.accept(wire);
      try {
        Connection connection = engine.connect(login, address, Engine.Purpose.PROBE, wire);
        wire.markEstablished();
        connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
        return new Probe(engine, this, address, connection, wire);
      } catch (SQLException e) {
        if (engine.classify(e) != FailureKind.LOGIN_REFUSED) {
          throw e;
        }
        refused = e;
      }
    }
    throw refused == null ? new SQLException("no login is known", "08001") : refused;
  }

  /** Whether a connection can be asked while a thread waits in its socket. */
  boolean asksWhileWatching() {
    return engine.answersWhileWatched();
  }

  /** How the cluster's servers tell what they are, found out with the first one that answers. */
  public Discovery discovery(Connection connection) throws SQLException {
    @Nullable Discovery known = discovery;
    if (known != null) {
      return known;
    }
    for (Discovery candidate : candidates) {
      if (candidate.recognises(connection)) {
        discovery = candidate;
        return candidate;
      }
    }
    throw new SQLException("No discovery of " + engine.kind() + " recognises this server", "08001");
  }

  /**
   * What the failure of a probe proves.
   *
   * @param established whether the probe had a session, or failed to get one
   * @param openedAt the topology version at which it was opened, or answered last
   */
  Observation failure(HostAddress address, SQLException e, boolean established, long openedAt) {
    return new Failure(
        address, openedAt, proof(engine.classify(e), established), reason(e), Instant.now());
  }

  /** Whatever else a server answers, it proves that it lives. */
  private static Failure.Kind proof(FailureKind kind, boolean established) {
    if (kind.lost()) {
      return established ? Failure.Kind.SESSION_LOST : Failure.Kind.UNREACHABLE;
    }
    return kind == FailureKind.NOT_READY ? Failure.Kind.NOT_READY : Failure.Kind.LOGIN_REFUSED;
  }

  /** Whether a wait in a socket was over before anything was heard. */
  public static boolean timedOut(SQLException e) {
    return causes(e).anyMatch(SocketTimeoutException.class::isInstance);
  }

  /** What an exception says, and the failure of the network or of TLS behind it; its SQLState. */
  public static String reason(SQLException e) {
    String message = inOneLine(e);
    String cause =
        causes(e)
            .filter(c -> c instanceof IOException || c instanceof GeneralSecurityException)
            .filter(c -> c.getMessage() != null)
            .reduce((outer, inner) -> inner)
            .map(Prober::inOneLine)
            .orElse("");
    String told = message.contains(cause) ? message : message + " " + cause;
    return e.getSQLState() == null ? told : told + " (" + e.getSQLState() + ")";
  }

  private static String inOneLine(Throwable e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static Stream<Throwable> causes(SQLException e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause).limit(10);
  }
}
