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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks, once a second, the physical connections that are to be replaced when no transaction needs
 * them: those that are old, and, spread over a window, those by which a reader has more than its
 * share since another one joined. Has those replaced that lie unused in a pool above, ends there
 * what has become stale, and lets go of what nobody closed.
 */
public final class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

  private static final long UNEVEN = -1;
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final Set<Tenure> tenures = ConcurrentHashMap.newKeySet();
  private final Set<Resting> resting = ConcurrentHashMap.newKeySet();
  private final Abandoned abandoned = new Abandoned();
  private final long windowSeconds;
  private final LongSupplier clock;
  private final Consumer<List<Resting>> renewals;
  private long last;

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
   * @param clock in nanoseconds
   * @param renewals has what is over be replaced, without being waited for
   */
  Upkeep(Duration window, LongSupplier clock, Consumer<List<Resting>> renewals) {
    this.windowSeconds = Math.max(1, window.toSeconds());
    this.clock = clock;
    this.renewals = renewals;
    this.last = clock.getAsLong();
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
    Tenure tenure = new Tenure(server, lifetime, movable, gone, clock);
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

  /** Called by one thread, as a rule more often than it has work. */
  void at(Topology topology) {
    long now = clock.getAsLong();
    if (now - last < INTERVAL) {
      return;
    }
    long seconds = (now - last) / INTERVAL; // more than one where the thread has slept
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
      balance(topology, seconds);
    }
    renew();
    abandoned.release();
  }

  private void renew() {
    if (tenures.stream().anyMatch(Tenure::isOver)) {
      List<Resting> due = resting.stream().filter(Resting::isOverdue).toList();
      if (!due.isEmpty()) {
        renewals.accept(due);
      }
    }
  }

  private static void sweep(Resting connection, Topology topology) {
    try {
      connection.sweep(topology);
    } catch (RuntimeException e) {
      LOG.error("a connection in a pool could not be rid of what is stale", e);
    }
  }

  private void balance(Topology topology, long seconds) {
    List<HostAddress> readers =
        topology.servers().stream()
            .filter(server -> server.fit() && server.role() == Role.READER)
            .map(Server::address)
            .toList();
    if (readers.size() < 2) {
      evenAt = topology.version();
      return;
    }
    List<Tenure> all =
        tenures.stream()
            .filter(tenure -> tenure.movable() && !tenure.isGone())
            .filter(tenure -> readers.contains(tenure.server()))
            .toList();
    List<Tenure> surplus = surplus(all, readers.size());
    pace = surplus.isEmpty() ? 0 : Math.max(pace, pace(surplus.size()));
    // What is marked may yet stay, and be too many again.
    boolean settled = tenures.stream().noneMatch(t -> t.isOver() || t.isResting());
    evenAt = surplus.isEmpty() && settled ? topology.version() : UNEVEN;
    surplus.removeIf(Tenure::isResting);
    Collections.shuffle(surplus, ThreadLocalRandom.current());
    surplus.stream().limit(pace * seconds).forEach(Tenure::end);
  }

  private int pace(int surplus) {
    return (int) ((surplus + windowSeconds - 1) / windowSeconds);
  }

  /**
   * What readers have beyond the share that each would have, rounded up. Those that are marked are
   * on their way, and count for the whole: else they would be made up for by marking others.
   */
  private static List<Tenure> surplus(List<Tenure> all, int readers) {
    int share = (all.size() + readers - 1) / readers;
    Map<HostAddress, List<Tenure>> staying =
        all.stream()
            .filter(tenure -> !tenure.isOver())
            .collect(Collectors.groupingBy(Tenure::server));
    List<Tenure> surplus = new ArrayList<>();
    for (List<Tenure> ofOne : staying.values()) {
      surplus.addAll(ofOne.subList(Math.min(share, ofOne.size()), ofOne.size()));
    }
    return surplus;
  }
}
