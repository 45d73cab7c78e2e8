package io.swiveljdbc.hikari;

import com.zaxxer.hikari.HikariConfig;
import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.hikari.ServerPool.Place;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of one login, one for each server of the cluster. A thread of its own follows the
 * topology, so that a server that joins has connections before it gets traffic.
 */
public final class ServerPools implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServerPools.class);

  /** Opens a connection to a server. */
  public interface Opener {

    /** As {@link ConnectionSource#open()} does. */
    Connection open(HostAddress server, Role role) throws SQLException;
  }

  private final Cluster cluster;
  private final Options options;
  private final Opener opener;
  private final Map<Place, ServerPool> pools = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor housekeeping;
  private final Thread following;
  private volatile boolean closed;

  /** Pools that follow this cluster from now on. */
  public ServerPools(Cluster cluster, Options options, Opener opener) {
    this.cluster = cluster;
    this.options = options;
    this.opener = opener;
    HostAddress seed = cluster.topology().servers().get(0).address();
    this.housekeeping =
        new ScheduledThreadPoolExecutor(
            1, work -> daemon(work, "swivel-pool-housekeeping-" + seed));
    housekeeping.setRemoveOnCancelPolicy(true);
    this.following = daemon(this::follow, "swivel-pools-" + seed);
    following.start();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Takes a connection to a server.
   *
   * @param waitsFor is told what ends the wait
   * @return null when the server has changed, the wait was ended or the time is over
   * @throws PoolExhaustedException when all were in use for too long
   * @throws SQLException when none can be opened, with the reason
   */
  public @Nullable Loan borrow(HostAddress server, Deadline end, Consumer<Runnable> waitsFor)
      throws SQLException {
    @Nullable Server now =
        cluster.topology().server(server).filter(ServerPools::hasPool).orElse(null);
    return now == null || closed ? null : pool(placeOf(now)).borrow(end, waitsFor);
  }

  /** Those that have connections ready come first, and those that have none left come last. */
  public List<Server> inOrder(List<Server> servers) {
    return servers.size() < 2
        ? servers
        : preferring(preferring(servers, this::hasRoom), this::isWarm);
  }

  private static List<Server> preferring(List<Server> servers, Predicate<Server> preferred) {
    return Stream.concat(
            servers.stream().filter(preferred), servers.stream().filter(preferred.negate()))
        .toList();
  }

  private boolean hasRoom(Server server) {
    @Nullable ServerPool pool = pools.get(placeOf(server));
    return pool == null || pool.hasRoom();
  }

  private boolean isWarm(Server server) {
    @Nullable ServerPool pool = pools.get(placeOf(server));
    return pool != null && pool.isWarm();
  }

  private static Place placeOf(Server server) {
    return new Place(server.address(), server.role());
  }

  private static boolean hasPool(Server server) {
    return server.fit() && server.role() != Role.UNKNOWN;
  }

  private ServerPool pool(Place place) {
    @Nullable ServerPool known = pools.get(place);
    ServerPool pool = known != null ? known : pools.computeIfAbsent(place, this::opened);
    if (closed) {
      pool.end(); // it may have come after close() had looked
    }
    return pool;
  }

  private ServerPool opened(Place place) {
    return new ServerPool(
        place,
        config(place),
        () -> opener.open(place.server(), place.role()),
        options.connectTimeout());
  }

  private HikariConfig config(Place place) {
    HikariConfig config = new HikariConfig(options.hikari(place.role()));
    String prefix = config.getPoolName() == null ? "swivel" : config.getPoolName();
    config.setPoolName(
        "%s-%s".formatted(prefix, place).replace(' ', '-').replaceAll("[:\\[\\]]+", "-"));
    config.setMaxLifetime(options.maxLifetime().toMillis());
    config.setScheduledExecutor(housekeeping);
    config.setThreadFactory(work -> daemon(work, config.getPoolName()));
    config.setInitializationFailTimeout(-1); // whoever needs a connection waits for it himself
    return config;
  }

  // ---- following the topology

  private void follow() {
    while (!closed) {
      Topology now = cluster.topology();
      try {
        adaptTo(now);
        cluster.awaitNext(now, () -> closed);
      } catch (InterruptedException e) {
        // Only close() ends this thread.
      } catch (RuntimeException e) {
        LOG.error("the pools of a cluster could not follow it; those who borrow open them", e);
      }
    }
  }

  private void adaptTo(Topology now) {
    pools.forEach(
        (place, pool) -> {
          if (now.server(place.server())
                  .filter(s -> hasPool(s) && placeOf(s).equals(place))
                  .isEmpty()
              && pools.remove(place, pool)) {
            pool.retire();
            Future<?> unused =
                housekeeping.schedule(
                    pool::endBeside, options.rebalance().toMillis(), TimeUnit.MILLISECONDS);
          }
        });
    now.servers().stream()
        .filter(ServerPools::hasPool)
        .map(ServerPools::placeOf)
        .forEach(this::pool);
  }

  /** Ends all pools with all their connections, those in use too. */
  @Override
  public void close() {
    closed = true;
    cluster.wakeWaiting();
    pools.values().forEach(ServerPool::end);
    List<Runnable> unused = housekeeping.shutdownNow();
  }
}
