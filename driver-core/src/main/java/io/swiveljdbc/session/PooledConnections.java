package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.hikari.Lendable;
import io.swiveljdbc.hikari.Loan;
import io.swiveljdbc.hikari.ServerPools;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes connections from the inner pools, which open them in the background. */
final class PooledConnections implements Supply {

  private final ServerPools pools;
  private final boolean sharing;

  /**
   * A supply.
   *
   * @param opening by what connections for the pools are opened
   */
  PooledConnections(Access opening) {
    this.pools =
        new ServerPools(
            opening.cluster(),
            opening.target().user(),
            opening.options(),
            (server, role) -> open(opening, server, role));
    this.sharing = opening.options().sharesByTransaction();
  }

  private static @Nullable Lendable open(Access access, HostAddress server, Role role)
      throws SQLException {
    Deadline end = Deadline.after(access.options().connectTimeout());
    Target login = access.cluster().prober().newest(access.target());
    @Nullable DriverSession opened =
        NewConnections.open(access, login, server, end, Uninterrupted.TAKER);
    if (opened == null) {
      return null;
    }
    if (opened.sealed() != (role == Role.READER)) {
      opened.end();
      return null;
    }
    opened.rest(null);
    return new PoolEntry(opened);
  }

  /** The pool's own thread wants it, whatever becomes of those who wait. */
  private enum Uninterrupted implements Taker {
    TAKER;

    @Override
    public boolean givenUp() {
      return false;
    }

    @Override
    public void waitsFor(Runnable end) {}
  }

  @Override
  public @Nullable PhysicalConnection take(
      Access access, HostAddress server, Deadline end, Taker taker) throws SQLException {
    while (true) {
      @Nullable Loan loan = pools.borrow(server, end, taker::waitsFor);
      if (loan == null) {
        return null;
      }
      @Nullable PhysicalConnection taken = taken(loan, access, end, taker);
      if (taken != null) {
        return taken;
      }
    }
  }

  private static @Nullable PhysicalConnection taken(
      Loan loan, Access access, Deadline end, Taker taker) throws SQLException {
    boolean good = false;
    try {
      DriverSession session = sessionOf(loan);
      taker.waitsFor(session.wire()::abort);
      good = isGood(session, access, end);
      return good ? session.wake(loan) : null;
    } finally {
      if (!good) {
        loan.end();
      }
    }
  }

  private static boolean isGood(DriverSession taken, Access access, Deadline end) {
    Topology now = access.cluster().topology();
    Duration longest = taken.validation().patience(access.options().detection());
    Duration patience = Deadline.after(longest).or(end).remaining();
    return taken.goodAt(now)
        && !taken.tenure().isOver()
        && (!taken.validation().isNeeded(now) || taken.validation().succeeds(patience, now));
  }

  private static DriverSession sessionOf(Loan loan) {
    return ((PoolEntry) loan.connection()).session();
  }

  @Override
  public @Nullable PhysicalConnection takeReady(Topology now, Server server) {
    @Nullable Loan loan = pools.borrowReady(now, server.address());
    if (loan == null) {
      return null;
    }
    DriverSession session = sessionOf(loan);
    if (session.isReadyAt(now)) {
      return session.wake(loan);
    }
    loan.giveBack(); // who takes more time finds out what is to be done about it
    return null;
  }

  @Override
  public boolean keeps() {
    return true;
  }

  @Override
  public boolean shares() {
    return sharing;
  }

  @Override
  public List<Server> inOrder(List<Server> servers) {
    return pools.inOrder(servers);
  }

  /** Ends all of them, those in use too. */
  void close() {
    pools.close();
  }
}
