package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.Prober;
import io.swiveljdbc.hikari.PoolClosedException;
import io.swiveljdbc.hikari.PoolExhaustedException;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.routing.ServerSelector;
import io.swiveljdbc.spi.FailureKind;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One search for the connection on which a transaction may start: among those that are held, else
 * by opening one, else by waiting for a server.
 */
final class Search {

  private static final Duration RETRY_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Access access;
  private final Cluster cluster;
  private final Binding binding;
  private final Intent intent;
  private final Wait wait;
  private final Deadline opening;
  private final boolean interruptedBefore = Thread.currentThread().isInterrupted();
  private Duration pause = RETRY_PAUSE;
  private @Nullable SQLException lastFailure;
  private int rounds;
  private @Nullable HostAddress avoided;

  Search(Access access, Binding binding, Intent intent, Wait wait) {
    this.access = access;
    this.cluster = access.cluster();
    this.binding = binding;
    this.intent = intent;
    this.wait = wait;
    this.avoided = binding.takeAvoided();
    this.opening = wait.orCaller(Deadline.after(access.options().openingTimeout()));
  }

  /**
   * Finds it.
   *
   * @throws SQLException what {@link Wait#inVain} tells, or 08001 when all fit servers refuse the
   *     login
   */
  Choice run() throws SQLException {
    while (true) {
      awaitServer();
      rounds++;
      @Nullable Choice choice = round();
      if (choice != null) {
        return choice;
      }
    }
  }

  /** One attempt with the servers that are known now; null when there is to be another. */
  private @Nullable Choice round() throws SQLException {
    // One topology for the whole decision: while this thread waited, roles may have changed.
    Topology now = cluster.topology();
    binding.dropUnfit(now, wait.end());
    if (!interruptedBefore && Thread.currentThread().isInterrupted()) {
      throw Told.interrupted(null);
    }
    List<Server> candidates = others(access.policy().candidates(intent).select(now), now);
    @Nullable Choice held = held(candidates, now);
    if (candidates.isEmpty() || (held != null && !held.connection().tenure().isOver())) {
      return held;
    }
    List<Server> servers =
        access.supply().inOrder(others(access.policy().selector(intent).select(now), now));
    if (held != null) {
      return new Replacement(access, binding, intent, wait).of(held, servers);
    }
    Outcome outcome = openFirst(servers);
    if (outcome == Outcome.OPENED) {
      // What was opened is looked at again: its server's role may have changed meanwhile.
      Topology then = cluster.topology();
      return held(others(access.policy().candidates(intent).select(then), then), then);
    }
    avoided = null;
    @Nullable PhysicalConnection lastResort = lastResort(now);
    if (lastResort != null) {
      return Choice.forAWhile(lastResort, now);
    }
    if (outcome == Outcome.REFUSED) {
      throw Told.noServer(Explanation.refused(access, servers), lastFailure);
    }
    pause();
    return null;
  }

  private @Nullable Choice held(List<Server> servers, Topology at) {
    @Nullable PhysicalConnection held = binding.heldAmong(servers);
    if (held == null) {
      return null;
    }
    return avoided == null ? Choice.of(held, at) : Choice.once(held, at);
  }

  /** Those that are not to be avoided, if there are any. */
  private List<Server> others(List<Server> servers, Topology now) {
    if (avoided == null) {
      return servers;
    }
    List<Server> others = servers.stream().filter(s -> !s.address().equals(avoided)).toList();
    List<Server> instead =
        others.isEmpty() ? access.policy().lastResort(intent).select(now) : others;
    return instead.isEmpty() ? servers : instead;
  }

  private void awaitServer() throws SQLException {
    List<Server> servers = await(access.policy().candidates(intent), wait.end());
    if (servers.isEmpty() || wait.cancelled() || (rounds > 0 && wait.over())) {
      throw wait.inVain(Explanation.noServer(access, intent, wait.length()), lastFailure);
    }
  }

  /** Between two attempts at servers that are known to live. */
  private void pause() throws SQLException {
    await(topology -> List.of(), Deadline.after(pause).or(wait.end()));
    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
  }

  private List<Server> await(ServerSelector selector, Deadline until) throws SQLException {
    try {
      List<Server> servers = cluster.await(selector, until, binding::givenUp);
      if (binding.aborted()) {
        throw Told.closed();
      }
      return servers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Told.interrupted(e);
    }
  }

  /** What became of an attempt to open a connection to one of several servers. */
  private enum Outcome {
    OPENED,
    REFUSED,
    FAILED
  }

  /** Opens a connection to the first of the servers that lets us in. */
  private Outcome openFirst(List<Server> servers) throws SQLException {
    Outcome outcome = Outcome.REFUSED;
    for (Server server : servers) {
      long openedAt = cluster.topology().version();
      try {
        return open(server) == null ? Outcome.FAILED : Outcome.OPENED;
      } catch (SQLException e) {
        if (binding.aborted()) {
          throw Told.closed();
        }
        if (Thread.currentThread().isInterrupted()) {
          throw Told.interrupted(e);
        }
        if (e instanceof PoolExhaustedException) {
          throw wait.over() ? wait.inVain(e.getMessage(), e) : e;
        }
        if (e instanceof PoolClosedException) {
          throw e;
        }
        lastFailure = e;
        FailureKind kind = access.engine().classify(e);
        if (kind.lost() && !endedByCaller(e)) {
          binding.suspect(server.address(), openedAt, e);
        }
        if (kind.lost() || kind.passing()) {
          outcome = Outcome.FAILED;
        }
      }
    }
    return outcome;
  }

  /** An attempt that had no time, or was given up, says nothing of the server. */
  private boolean endedByCaller(SQLException e) {
    return wait.cancelled() || (Prober.timedOut(e) && opening.passed());
  }

  private @Nullable PhysicalConnection open(Server server) throws SQLException {
    return binding.open(server.address(), opening);
  }

  /** The writer, where readers that are fit do not let us in and the application allows it. */
  private @Nullable PhysicalConnection lastResort(Topology now) throws SQLException {
    List<Server> writer = access.policy().lastResort(intent).select(now);
    @Nullable PhysicalConnection held = binding.heldAmong(writer);
    return held != null || writer.isEmpty() || openFirst(writer) != Outcome.OPENED
        ? held
        : binding.heldAmong(writer);
  }
}
