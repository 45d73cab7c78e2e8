package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.Prober;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.Failure;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which physical connections a logical one has, one to the writer and one to a reader at most, and
 * the rules by which it gets others.
 *
 * <p>While the topology does not change, neither does the choice: the hot path compares one number.
 */
final class Binding {

  private static final Duration RETRY_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Access access;
  private final Cluster cluster;

  private final Slots slots = new Slots();

  /** Held while a choice is made: threads that share a connection must not open one each. */
  private final ReentrantLock choosing = new ReentrantLock();

  private volatile @Nullable PhysicalConnection chosen;
  private @Nullable Intent chosenFor;
  private long chosenAt = -1;
  private volatile @Nullable Wire connecting;
  private volatile boolean aborted;

  Binding(Access access) {
    this.access = access;
    this.cluster = access.cluster();
  }

  /**
   * The connection on which a transaction of this intent may start now.
   *
   * @throws SQLException 08001 when there is no fit server within the failover timeout, or when all
   *     of them refuse the login
   */
  PhysicalConnection bind(Intent intent) throws SQLException {
    @Nullable PhysicalConnection before = chosenBefore(intent);
    return before != null ? before : choose(intent);
  }

  private @Nullable PhysicalConnection chosenBefore(Intent intent) {
    PhysicalConnection before = chosen;
    return before != null
            && chosenFor == intent
            && chosenAt == cluster.topology().version()
            && !before.dead()
        ? before
        : null;
  }

  private PhysicalConnection choose(Intent intent) throws SQLException {
    choosing.lock();
    try {
      @Nullable PhysicalConnection before = chosenBefore(intent);
      if (before != null) {
        return before;
      }
      PhysicalConnection found = find(intent, Deadline.after(access.options().failoverTimeout()));
      chosenFor = intent;
      chosen = found;
      return found;
    } finally {
      choosing.unlock();
    }
  }

  private PhysicalConnection find(Intent intent, Deadline deadline) throws SQLException {
    Duration pause = RETRY_PAUSE;
    @Nullable SQLException lastFailure = null;
    Deadline opening = Deadline.after(access.options().openingTimeout());
    while (true) {
      await(intent, deadline, lastFailure);
      // One topology for the whole decision: while this thread waited, roles may have changed.
      Topology now = cluster.topology();
      dropUnfit(now);
      chosenAt = now.version();
      List<Server> servers = access.policy().selector(intent).select(now);
      @Nullable PhysicalConnection held = slots.among(servers);
      if (held != null) {
        return held;
      }
      Attempt attempt = openFirst(servers, opening);
      lastFailure = attempt.failure;
      // What was opened is looked at again: its server's role may have changed meanwhile.
      if (attempt.opened == null && !servers.isEmpty()) {
        pause(pause, deadline);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  private void await(Intent intent, Deadline deadline, @Nullable SQLException lastFailure)
      throws SQLException {
    try {
      List<Server> servers =
          cluster.await(access.policy().selector(intent), deadline, () -> aborted);
      if (aborted) {
        throw Told.closed();
      }
      if (servers.isEmpty() || (lastFailure != null && deadline.passed())) {
        throw Told.noServer(Explanation.noServer(access, intent), lastFailure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Told.noServer("Interrupted while waiting for a server", e);
    }
  }

  private static final class Attempt {
    @Nullable PhysicalConnection opened;
    @Nullable SQLException failure;
  }

  /** Opens a connection to the first of the servers that lets us in. */
  private Attempt openFirst(List<Server> servers, Deadline deadline) throws SQLException {
    Attempt attempt = new Attempt();
    int refused = 0;
    for (Server server : servers) {
      long openedAt = cluster.topology().version();
      try {
        attempt.opened = open(cluster.newest(access.target()), server.address(), deadline);
        return attempt;
      } catch (SQLException e) {
        if (aborted) {
          throw Told.closed();
        }
        attempt.failure = e;
        FailureKind kind = access.engine().classify(e);
        if (kind == FailureKind.LOGIN_REFUSED) {
          refused++;
        } else if (kind.lost()) {
          suspect(server.address(), openedAt, e);
        }
      }
    }
    if (refused > 0 && refused == servers.size()) {
      throw Told.noServer(Explanation.refused(access, servers), attempt.failure);
    }
    return attempt;
  }

  /** Opens a connection and keeps it; null when the server is another than it was taken for. */
  @Nullable PhysicalConnection open(Target login, HostAddress address, Deadline deadline)
      throws SQLException {
    Consumer<Wire> mindful =
        wire -> {
          connecting = wire;
          if (aborted) {
            wire.abort();
          }
        };
    try {
      @Nullable PhysicalConnection opened =
          new Opening(access, login, address, mindful).open(deadline);
      if (opened != null) {
        slots.keep(opened);
      }
      if (aborted) {
        close();
        throw Told.closed();
      }
      return opened;
    } finally {
      connecting = null;
    }
  }

  private void pause(Duration time, Deadline deadline) throws SQLException {
    try {
      Deadline end = Deadline.after(time).or(deadline);
      List<Server> none = cluster.await(topology -> List.of(), end, () -> aborted);
      assert none.isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Told.noServer("Interrupted while waiting for a server", e);
    }
  }

  /** Reports that the server behind a connection, or an attempt at one, did not answer. */
  void suspect(HostAddress address, long openedAt, SQLException failure) {
    cluster.observe(
        new Failure(
            address, openedAt, Failure.Kind.SESSION_LOST, Prober.reason(failure), Instant.now()));
  }

  /** Lets a lost connection go, and says so to the cluster. */
  void lost(PhysicalConnection connection, SQLException failure) {
    slots.drop(connection);
    chosen = null;
    if (aborted) {
      return; // by us: it says nothing of the server
    }
    suspect(connection.address(), connection.openedAt(), failure);
  }

  /** Lets go of what is stale, and of what does not answer after its server was in doubt. */
  private void dropUnfit(Topology topology) {
    slots.retireIf(
        connection ->
            !connection.goodAt(topology)
                || (connection.inDoubt(topology)
                    && !connection.answers(access.options().detection(), topology)));
    chosen = null;
  }

  /** Any connection that is held and not known to be dead, preferably the one used last. */
  Optional<PhysicalConnection> held() {
    PhysicalConnection last = chosen;
    return last != null && !last.dead()
        ? Optional.of(last)
        : slots.held().stream().filter(held -> !held.dead()).findFirst();
  }

  /**
   * Whether a transaction of this intent could start: asks the connection it would use, and where
   * that does not answer or there is none, waits for a fit server to be known.
   */
  boolean usable(Intent intent, Deadline deadline) {
    dropUnfit(cluster.topology());
    List<Server> fit = access.policy().selector(intent).select(cluster.topology());
    @Nullable PhysicalConnection held = slots.among(fit);
    if (held != null) {
      if (held.answers(deadline.remaining(), cluster.topology())) {
        return true;
      }
      lost(held, new SQLException("a validation was not answered", "08006"));
    }
    try {
      return !cluster.await(access.policy().selector(intent), deadline, () -> aborted).isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends all connections and every wait at once, from any thread. */
  void abort() {
    aborted = true;
    slots.forEach(PhysicalConnection::abort);
    endWaits();
  }

  /** Ends all connections and every wait, from any thread. */
  void close() {
    aborted = true;
    slots.forEach(PhysicalConnection::close);
    endWaits();
  }

  private void endWaits() {
    Wire attempt = connecting;
    if (attempt != null) {
      attempt.abort();
    }
    cluster.wakeWaiting();
  }
}
