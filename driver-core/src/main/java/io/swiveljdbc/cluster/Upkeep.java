package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks, once a second, the physical connections that are to be replaced when no transaction needs
 * them: those that are old, and, spread over a window, those by which a reader has more than its
 * share since another one joined. Ends those that have become stale while they lie unused in a pool
 * above, and lets go of what nobody closed.
 */
public final class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private static final long UNEVEN = -1;
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final Set<Tenure> tenures = ConcurrentHashMap.newKeySet();
  private final Set<Resting> resting = ConcurrentHashMap.newKeySet();
  private final Abandoned abandoned = new Abandoned();
  private final long windowSeconds;
  private long last = System.nanoTime();

  /** How many are moved in a second, until the readers are even. */
  private int pace;

  /** The version of the topology at which it was last looked for what is stale. */
  private long sweptAt;

  /** The version of the topology at which they were; new connections keep them so. */
  private long evenAt = UNEVEN;

  /**
   * An upkeep.
   *
   * @param window how long it takes at most until the readers have their shares
   */
  Upkeep(Duration window) {
    this.windowSeconds = Math.max(1, window.toSeconds());
  }

  /**
   * A connection was opened.
   *
   * @param lifetime how long it may live, zero for no limit
   * @param movable whether it may end for the sake of equal shares
   * @param gone whether the connection has ended
   */
  public Tenure begin(
      HostAddress server, Duration lifetime, boolean movable, BooleanSupplier gone) {
    Tenure tenure = new Tenure(server, lifetime, movable, gone);
    tenures.add(tenure);
    return tenure;
  }

  /** A connection was closed. */
  public void ended(Tenure tenure) {
    tenures.remove(tenure);
  }

  /** A logical connection was opened that may rest. */
  public void watch(Resting connection) {
    resting.add(connection);
  }

  /** It was closed. */
  public void forget(Resting connection) {
    resting.remove(connection);
  }

  /** Where logical connections are watched that nobody may close. */
  public Abandoned abandoned() {
    return abandoned;
  }

  /** Called by one thread, more often than it has work. */
  void at(long now, Topology topology) {
    if (now - last < INTERVAL) {
      return;
    }
    last = now;
    for (Tenure tenure : tenures) {
      if (!tenure.isOver() && !tenure.isResting() && tenure.expired()) {
        tenure.end();
      }
    }
    if (topology.version() != sweptAt) {
      sweptAt = topology.version();
      resting.forEach(connection -> sweep(connection, topology));
    }
    if (topology.version() != evenAt) {
      balance(topology);
    }
    abandoned.release();
  }

  private static void sweep(Resting connection, Topology topology) {
    try {
      connection.sweep(topology);
    } catch (RuntimeException e) {
      LOG.error("a connection in a pool could not be rid of what is stale", e);
    }
  }

  private void balance(Topology topology) {
    List<HostAddress> readers =
        topology.servers().stream()
            .filter(server -> server.fit() && server.role() == Role.READER)
            .map(Server::address)
            .toList();
    if (readers.size() < 2) {
      evenAt = topology.version();
      return;
    }
    Map<HostAddress, List<Tenure>> staying =
        tenures.stream()
            .filter(tenure -> tenure.movable() && !tenure.isOver() && !tenure.isGone())
            .filter(tenure -> readers.contains(tenure.server()))
            .collect(Collectors.groupingBy(Tenure::server));
    List<Tenure> surplus = surplus(staying, readers.size());
    pace = surplus.isEmpty() ? 0 : Math.max(pace, pace(surplus.size()));
    // What is marked may yet stay, and be too many again.
    boolean settled = tenures.stream().noneMatch(t -> t.isOver() || t.isResting());
    evenAt = surplus.isEmpty() && settled ? topology.version() : UNEVEN;
    surplus.removeIf(Tenure::isResting);
    Collections.shuffle(surplus, ThreadLocalRandom.current());
    surplus.stream().limit(pace).forEach(Tenure::end);
  }

  private int pace(int surplus) {
    return (int) ((surplus + windowSeconds - 1) / windowSeconds);
  }

  /** What readers have beyond the share that each would have, rounded up. */
  private static List<Tenure> surplus(Map<HostAddress, List<Tenure>> staying, int readers) {
    int all = staying.values().stream().mapToInt(List::size).sum();
    int share = (all + readers - 1) / readers;
    List<Tenure> surplus = new ArrayList<>();
    for (List<Tenure> ofOne : staying.values()) {
      surplus.addAll(ofOne.subList(Math.min(share, ofOne.size()), ofOne.size()));
    }
    return surplus;
  }
}
