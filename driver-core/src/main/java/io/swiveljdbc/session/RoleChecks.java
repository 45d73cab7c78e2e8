package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.cluster.OpenConnections;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers that refused a write whether they are still the writer. The refusal itself proves
 * nothing: an application can declare its own transaction read-only in many ways. One thread asks
 * for all who were refused by then.
 */
final class RoleChecks {

  private final ConcurrentMap<Question, Check> running = new ConcurrentHashMap<>();

  private RoleChecks() {}

  static RoleChecks of(Cluster cluster) {
    return (RoleChecks) cluster.facts().computeIfAbsent(RoleChecks.class, c -> new RoleChecks());
  }

  /** What one answer serves: another login may be refused, or given up later. */
  private record Question(HostAddress server, Target account, Duration connectTimeout) {
    static Question of(Access access, HostAddress server) {
      return new Question(server, access.target().account(), access.options().connectTimeout());
    }
  }

  private static final class Check {
    final long begun = System.nanoTime();
    volatile boolean over;

    /** Its thread was interrupted, which says nothing of the server. */
    volatile boolean brokenOff;

    /** Whether it says what the server was at this moment, or later. */
    boolean tells(long moment) {
      return over && begun - moment > 0 && !brokenOff;
    }
  }

  /** Whether the connection's server is proved to be the writer still. */
  boolean confirmWriter(Access access, PhysicalConnection bound) {
    boolean interrupted = Thread.interrupted(); // not meant for this wait
    try {
      askUntilKnown(access, bound);
    } catch (InterruptedException e) {
      interrupted = true; // what is known decides
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    Topology now = access.cluster().topology();
    return isWriter(now, bound.address()) && bound.goodAt(now);
  }

  private void askUntilKnown(Access access, PhysicalConnection bound) throws InterruptedException {
    long refused = System.nanoTime();
    Cluster cluster = access.cluster();
    cluster.ask(bound.address()); // may be quicker than a new connection, which then ends
    Question question = Question.of(access, bound.address());
    boolean known = false;
    while (!known && isInDoubt(bound, cluster.topology())) {
      Check mine = new Check();
      @Nullable Check others = running.putIfAbsent(question, mine);
      if (others == null) {
        run(mine, question, access);
        known = true;
      } else {
        awaitEnd(others, bound, cluster);
        known = others.tells(refused);
      }
    }
  }

  /** Whether only an answer can tell what it is. */
  private static boolean isInDoubt(PhysicalConnection bound, Topology now) {
    return isWriter(now, bound.address()) && !bound.staleAt(now);
  }

  private static void awaitEnd(Check check, PhysicalConnection bound, Cluster cluster)
      throws InterruptedException {
    Topology now = cluster.topology();
    while (!check.over && isInDoubt(bound, now)) {
      cluster.awaitNext(now, () -> check.over);
      now = cluster.topology();
    }
  }

  private static boolean isWriter(Topology topology, HostAddress server) {
    return topology.server(server).map(s -> s.role() == Role.WRITER).orElse(false);
  }

  private void run(Check check, Question question, Access access) {
    try {
      ask(access, question.server());
    } catch (SQLException e) {
      // No answer is no proof; what is known decides.
      check.brokenOff = Thread.currentThread().isInterrupted();
    } finally {
      running.remove(question, check);
      check.over = true;
      access.cluster().wakeWaiting();
    }
  }

  /** Over a connection of its own: the one that failed may be in a failed transaction. */
  private static void ask(Access access, HostAddress server) throws SQLException {
    Cluster cluster = access.cluster();
    OpenConnections connections = cluster.connections();
    @Nullable DriverSession fresh =
        new Opening(
                access,
                cluster.prober().newest(access.target()),
                server,
                wire -> connections.onlyWhileWriter(server, wire))
            .open(Deadline.after(access.options().connectTimeout()));
    if (fresh != null) {
      fresh.end();
    }
  }
}
