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
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of one login, one for each server of the cluster. A thread of its own follows the
 * topology, so that a reader that joins has connections before it gets reads.
 */
public final class ServerPools implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServerPools.class);

  /** HikariCP knows no shorter one; who borrows an older one takes the next. */
  private static final long SHORTEST_LIFETIME = 30_000;

  /** Opens a connection to a server. */
  public interface Opener {

    /** As {@link ConnectionSource#open()} does. */
    @Nullable Lendable open(HostAddress server, Role role) throws SQLException;
  }

  private final Cluster cluster;
  private final Options options;
  private final Opener opener;
  private final Map<Place, ServerPool> pools = new ConcurrentHashMap<>();
  private volatile Present present;
  private final Set<ServerPool> retired = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor housekeeping;
  private final Thread following;
  private final String user;
  private final AtomicInteger numbers = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Pools that follow this cluster from now on.
   *
   * @param user whose they are, for their names
   */
  public ServerPools(Cluster cluster, String user, Options options, Opener opener) {
    this.cluster = cluster;
    this.user = user;
    this.present = new Present(cluster.topology(), Map.of());
    this.options = options;
    this.opener = opener;
    HostAddress seed = cluster.topology().servers().get(0).address();
    this.housekeeping =
        new ScheduledThreadPoolExecutor(
            1, work -> new PoolThread(work, "swivel-pool-housekeeping-" + seed));
    housekeeping.setRemoveOnCancelPolicy(true);
    this.following = new PoolThread(this::follow, "swivel-pools-" + seed);
    following.start();
  }

  /**
   * Takes a connection to a server.
   *
   * @param waitsFor is told what ends the wait
   * @return null when the server has changed, or the wait was ended
   * @throws PoolClosedException when these pools are closed
   * @throws PoolExhaustedException when all were in use for too long
   * @throws SQLException when none can be opened, with the reason
   */
  public @Nullable Loan borrow(HostAddress server, Deadline end, Consumer<Runnable> waitsFor)
      throws SQLException {
    Topology now = cluster.topology();
    @Nullable ServerPool pool = present.at(now, server);
    if (pool == null || pool.isRetired()) {
      pool = searched(now, server);
    }
    @Nullable Loan lent = pool == null ? null : pool.borrow(end, waitsFor);
    if (lent == null && closed) {
      throw new PoolClosedException();
    }
    return lent;
  }

  /**
   * Takes a connection to a server that lies ready; null where there is none, or that is not
   * certain. {@link #borrow} finds out more.
   */
  public @Nullable Loan borrowReady(Topology now, HostAddress server) {
    @Nullable ServerPool pool = present.at(now, server);
    return pool == null ? null : pool.borrowReady();
  }

  private @Nullable ServerPool searched(Topology now, HostAddress address) {
    @Nullable Server server = now.server(address).filter(ServerPools::hasPool).orElse(null);
    if (server == null || closed) {
      return null;
    }
    ServerPool pool = pool(placeOf(server));
    present = present.with(now, address, pool);
    return pool;
  }

  /** The pools of one topology that were asked for: the hot path finds its own here. */
  private record Present(Topology topology, Map<HostAddress, ServerPool> pools) {

    @SuppressWarnings("ReferenceEquality") // another object is another topology
    @Nullable ServerPool at(Topology now, HostAddress server) {
      return now == topology ? pools.get(server) : null;
    }

    @SuppressWarnings("ReferenceEquality")
    Present with(Topology now, HostAddress server, ServerPool pool) {
      Map<HostAddress, ServerPool> more = new HashMap<>(now == topology ? pools : Map.of());
      more.put(server, pool);
      return new Present(now, Map.copyOf(more));
    }
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
    return new Place(server.address(), server.role(), server.since());
  }

  private static boolean hasPool(Server server) {
    return server.fit() && server.role() != Role.UNKNOWN;
  }

  private ServerPool pool(Place place) {
    @Nullable ServerPool known = pools.get(place);
    ServerPool pool = known != null ? known : pools.computeIfAbsent(place, this::opened);
    if (closed) {
      pool.end(); // it may have come after close() had looked
    } else if (!exists(place)) {
      retire(place, pool); // or after the change of the topology was followed
    }
    return pool;
  }

  /** A server that is only in doubt, or lets nobody in just now, keeps the sessions it has. */
  private boolean exists(Place place) {
    Topology now = cluster.topology();
    return !cluster.connections().lost(now, place.server())
        && now.server(place.server()).filter(s -> placeOf(s).equals(place)).isPresent();
  }

  private void retire(Place place, ServerPool pool) {
    retired.add(pool); // first, so that close() finds it in one place or the other
    if (pools.remove(place, pool)) {
      pool.retire();
      try {
        Future<?> unused =
            housekeeping.schedule(
                () -> {
                  retired.remove(pool);
                  pool.endBeside();
                },
                options.rebalance().toMillis(),
                TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        Thread unused = pool.endBeside(); // close() has come first
      }
    }
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
    config.setUsername(null); // what a file for the application's own HikariCP may have said
    String prefix = config.getPoolName() == null ? "swivel" : config.getPoolName();
    config.setPoolName(
        "%s-%s-%s-%d"
            .formatted(prefix, user, place, numbers.incrementAndGet())
            .replaceAll("[^A-Za-z0-9_.]+", "-"));
    long lifetime = options.maxLifetime().toMillis();
    config.setMaxLifetime(lifetime < SHORTEST_LIFETIME ? 0 : lifetime);
    config.setScheduledExecutor(housekeeping);
    config.setThreadFactory(work -> new PoolThread(work, config.getPoolName()));
    config.setInitializationFailTimeout(-1); // whoever needs a connection waits for it himself
    return config;
  }

  // ---- following the topology

  private void follow() {
    while (!closed) {
      Topology now = cluster.topology();
      try {
        adaptTo(now);
      } catch (RuntimeException e) {
        if (!closed) { // HikariCP refuses to begin what is being closed
          LOG.error("the pools of a cluster could not follow it; those who borrow open them", e);
        }
      }
      try {
        cluster.awaitNext(now, () -> closed);
      } catch (InterruptedException e) {
        // Only close() ends this thread.
      }
    }
  }

  private void adaptTo(Topology now) {
    pools.forEach(
        (place, pool) -> {
          if (!exists(place)) {
            retire(place, pool);
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
    present = new Present(cluster.topology(), Map.of());
    cluster.wakeWaiting();
    List<Thread> ending =
        Stream.concat(pools.values().stream(), retired.stream())
            .map(ServerPool::endBeside)
            .toList();
    try {
      for (Thread each : ending) {
        each.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they end without being waited for
    }
    List<Runnable> unused = housekeeping.shutdownNow();
  }
}
