package io.swiveljdbc.session;

import io.swiveljdbc.cluster.ConnectGate;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Opens a connection each time; a few at a time to one server. */
final class NewConnections implements Supply {

  private final boolean forPool;

  /** For the logical connection that takes them. */
  NewConnections() {
    this(false);
  }

  /**
   * The same.
   *
   * @param forPool whether a pool keeps them
   */
  NewConnections(boolean forPool) {
    this.forPool = forPool;
  }

  @Override
  public boolean keeps() {
    return forPool;
  }

  @Override
  public @Nullable PhysicalConnection take(
      Access access, HostAddress server, Deadline end, Taker taker) throws SQLException {
    Target login = access.cluster().prober().newest(access.target());
    @Nullable DriverSession opened = open(access, login, server, end, taker);
    return opened == null ? null : new OwnConnection(opened);
  }

  /** Opens what is taken, as {@link #take} does, with this login. */
  static @Nullable DriverSession open(
      Access access, Target login, HostAddress server, Deadline end, Taker taker)
      throws SQLException {
    ConnectGate gate = access.cluster().connections().gate(server);
    if (!enter(gate, end, taker)) {
      return null;
    }
    try {
      return new Opening(access, login, server, wire -> taker.waitsFor(wire::abort)).open(end);
    } finally {
      gate.leave();
    }
  }

  private static boolean enter(ConnectGate gate, Deadline end, Taker taker) throws SQLException {
    try {
      return gate.enter(end, taker::givenUp);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Told.interrupted(e);
    }
  }
}
