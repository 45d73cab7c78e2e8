package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.Timing;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.Forgotten;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens logical connections. The first one of a login opens a physical connection at once, so that
 * a wrong password fails where a pool expects it; later ones bind when they need to.
 */
public final class ConnectionOpener {

  private final Clusters clusters;

  /** An opener that shares these clusters. */
  public ConnectionOpener(Clusters clusters) {
    this.clusters = clusters;
  }

  /**
   * Opens a logical connection.
   *
   * @throws SQLException the target driver's own when its server refuses the login; 08001 when no
   *     server can be reached
   */
  public Connection open(Engine engine, Target target, Options options) throws SQLException {
    Clusters.Lease lease = clusters.lease(engine, target, timing(options));
    @Nullable Connection opened = null;
    try {
      opened = open(new Access(engine, lease.cluster(), target, options), lease::close);
      return opened;
    } finally {
      if (opened == null) {
        lease.close();
      }
    }
  }

  /**
   * Proves that a server lets this login in.
   *
   * @throws SQLException as {@link #open} does
   */
  public void prove(Engine engine, Target target, Options options) throws SQLException {
    try (Clusters.Lease lease = clusters.lease(engine, target, timing(options))) {
      Access access = new Access(engine, lease.cluster(), target, options);
      Binding binding = new Binding(access);
      try {
        SessionSettings unused = settings(access, binding);
      } finally {
        binding.close();
      }
    }
  }

  /** Opens logical connections of one login over inner pools; the caller closes it. */
  public PooledLogin pooled(Engine engine, Target target, Options options) {
    return new PooledLogin(
        clusters.lease(engine, target, timing(options)), engine, target, options);
  }

  /** Has the cluster of this target, if it is in use, forget what it has seen. */
  public void forgetTopology(Engine engine, Target target, Options options) {
    clusters
        .find(engine, target, timing(options))
        .ifPresent(cluster -> cluster.observe(new Forgotten(Instant.now())));
  }

  private static Timing timing(Options options) {
    return Timing.of(options.probeInterval(), options.detection(), options.rebalance());
  }

  private static Connection open(Access access, Runnable release) throws SQLException {
    Binding binding = new Binding(access);
    @Nullable Connection opened = null;
    try {
      opened =
          new RoutedConnection(
              new Session(access, binding, settings(access, binding), release, null));
      binding.idling().begin(); // a pool may keep it for long before it is borrowed
      return opened;
    } finally {
      if (opened == null) {
        binding.close();
      }
    }
  }

  /** What a session of this login has; with the first one, by a connection that proves it. */
  static SessionSettings settings(Access access, Binding binding) throws SQLException {
    SharedFacts facts = SharedFacts.of(access.cluster());
    @Nullable SessionSettings settings = facts.settings(access.target());
    if (settings == null
        || !access.cluster().prober().newest(access.target()).equals(access.target())) {
      new FirstConnection(access, binding).open();
      settings = facts.settings(access.target());
    }
    if (settings == null) {
      throw Told.noServer("The first connection was lost at once", null);
    }
    return settings;
  }

  /** Finds a server that proves a login, and reports precisely why none does. */
  private record FirstConnection(Access access, Binding binding) {

    void open() throws SQLException {
      Deadline deadline = deadline();
      @Nullable HostAddress failed = null;
      while (true) {
        List<Server> servers = await(deadline);
        Server server = servers.isEmpty() ? refusing().orElseThrow(this::nobody) : servers.get(0);
        long openedAt = access.cluster().topology().version();
        try {
          if (opened(server, deadline)) {
            return;
          }
        } catch (SQLException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw Told.interrupted(e);
          }
          // A server may be lost just now. Once it was asked again, the same error counts.
          if (!access.engine().classify(e).lost() || server.address().equals(failed)) {
            throw e;
          }
          failed = server.address();
          binding.suspect(failed, openedAt, e);
        }
        if (deadline.passed()) {
          throw nobody();
        }
      }
    }

    private Deadline deadline() {
      Deadline opening = Deadline.after(access.options().openingTimeout());
      Duration login = access.engine().loginTimeout(access.target());
      return login.isZero() ? opening : opening.or(Deadline.after(login));
    }

    private boolean opened(Server server, Deadline deadline) throws SQLException {
      // As it was presented: another's better password would hide that this one is wrong.
      PhysicalConnection opened = binding.prove(server.address(), deadline);
      if (opened != null) {
        MetadataPreload.into(SharedFacts.of(access.cluster()), access.target(), opened);
      }
      return opened != null;
    }

    private List<Server> await(Deadline deadline) throws SQLException {
      Cluster cluster = access.cluster();
      try {
        return cluster.await(
            access.policy().anyServer(), deadline, () -> neverSeenAndAllFailed(cluster.topology()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Told.interrupted(e);
      }
    }

    private static boolean neverSeenAndAllFailed(Topology topology) {
      return !topology.seen() && topology.allKnown();
    }

    /** A server that refuses the monitor's login: ours may be better, or be told the reason. */
    private Optional<Server> refusing() {
      return access.cluster().topology().servers().stream()
          .filter(server -> server.health() == Health.REFUSING)
          .findFirst();
    }

    private SQLException nobody() {
      Topology topology = access.cluster().topology();
      return Told.noServer(
          "No server of the cluster can be used: " + Explanation.servers(topology), null);
    }
  }
}
