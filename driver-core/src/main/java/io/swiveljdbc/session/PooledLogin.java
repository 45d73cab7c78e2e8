package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.hikari.PoolClosedException;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the logical connections of one login over inner pools, which are kept, with the cluster,
 * until this is closed.
 */
public final class PooledLogin implements AutoCloseable {

  private final Clusters.Lease lease;
  private final PooledConnections supply;
  private final Access access;
  private final SpareSessions spares = new SpareSessions();
  private volatile @Nullable SessionSettings fresh;
  private volatile Target proven;
  private volatile boolean closed;

  PooledLogin(Clusters.Lease lease, Engine engine, Target target, Options options) {
    this.lease = lease;
    this.proven = target;
    this.supply =
        new PooledConnections(
            new Access(engine, lease.cluster(), target, options, new NewConnections(true)));
    this.access = new Access(engine, lease.cluster(), target, options, supply);
  }

  /** Whether a server has let in whoever presents this password. */
  public boolean isProvenBy(Target presented) {
    return proven.equals(presented);
  }

  /** Says that a server has let this in. */
  public void provenBy(Target presented) {
    proven = presented;
  }

  /**
   * Opens a logical connection.
   *
   * @throws SQLException as {@link ConnectionOpener#open} does, and 08003 when this is closed
   */
  public Connection open() throws SQLException {
    if (closed) {
      throw new PoolClosedException();
    }
    @Nullable Session spare = spares.take();
    return new RoutedConnection(spare == null ? made() : spare);
  }

  private Session made() throws SQLException {
    Binding binding = new Binding(access);
    @Nullable Session made = null;
    try {
      @Nullable SessionSettings settings = fresh;
      if (settings == null) {
        settings = ConnectionOpener.settings(access, binding);
        spares.afterwards(ended(settings));
        fresh = settings;
      }
      made = new Session(access, binding, settings, PooledLogin::releaseNothing, spares);
      return made;
    } finally {
      if (made == null) {
        binding.close();
      }
    }
  }

  /** The cluster is kept until this is closed, not with each connection. */
  private static void releaseNothing() {}

  private Session ended(SessionSettings settings) {
    Session ended =
        new Session(access, new Binding(access), settings, PooledLogin::releaseNothing, null);
    ended.closing().close();
    return ended;
  }

  /** Ends the pools with all their connections, those in use too. */
  @Override
  public void close() {
    closed = true;
    spares.close();
    supply.close();
    lease.close();
  }
}
