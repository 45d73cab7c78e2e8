package io.swiveljdbc.examples.failover;

import io.swiveljdbc.testkit.LocalServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees when the database itself can write again, without Swivel: over plain connections of the
 * database's own driver to each reader, opened before the fault, it waits until the server is no
 * standby any more and then for the commit of a row of its own. That includes what synchronous
 * replication needs, as every commit does.
 */
final class PromotionWitness implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Engine engine;
  private final List<Connection> connections = new ArrayList<>();
  private final AtomicLong committedAt = new AtomicLong();
  private volatile boolean closed;

  private PromotionWitness(Engine engine) {
    this.engine = engine;
  }

  static PromotionWitness beside(List<? extends LocalServer> readers, Engine engine)
      throws SQLException {
    PromotionWitness witness = new PromotionWitness(engine);
    for (LocalServer reader : readers) {
      witness.connections.add(DriverManager.getConnection(reader.jdbcUrl()));
    }
    return witness;
  }

  void watch() {
    for (Connection connection : connections) {
      Thread thread = new Thread(() -> watch(connection), "promotion-witness");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      while (isStandby(statement)) {
        if (closed || committedAt.get() != 0) {
          return;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      statement.executeUpdate("INSERT INTO witness (present) VALUES (true)");
      committedAt.compareAndSet(0, System.nanoTime());
    } catch (SQLException e) {
      // This server can be no witness any more; the promoted one is.
      return;
    }
  }

  private boolean isStandby(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery(engine.self())) {
      answer.next();
      return answer.getBoolean(2);
    }
  }

  /** When its own row was committed, as of {@link System#nanoTime()}. */
  Optional<Long> committedAt() {
    long at = committedAt.get();
    return at == 0 ? Optional.empty() : Optional.of(at);
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
