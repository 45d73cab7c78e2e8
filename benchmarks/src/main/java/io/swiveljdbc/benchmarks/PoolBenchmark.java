package io.swiveljdbc.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/** A borrow from a pool, one read-only transaction of one query, and the return. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 800, time = 5, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PoolBenchmark {

  /** What stands behind the drivers. */
  @Param Backend backend;

  /** What is compared. */
  @Param("BOTH")
  Sides sides;

  /** Where Swivel's side has its pool. */
  @Param Pooling pooling;

  private static final int SIZE = 2;

  private final Turns turns = new Turns();
  private final Map<Side, Pooling.Pool> pools = new EnumMap<>(Side.class);
  private DataSource pool;
  private int question = 42;

  /** Fills a pool of each side. */
  @Setup
  public void open() {
    pools.put(Side.TARGET, Pooling.hikari(backend.url(Side.TARGET, true), SIZE));
    pools.put(Side.SWIVEL, pooling.open(backend.url(Side.SWIVEL, true), SIZE));
  }

  /** The other side's turn. */
  @Setup(Level.Iteration)
  public void next(IterationParams params) {
    take(turns.next(sides, params));
  }

  void take(Side side) {
    pool = pools.get(side).source();
  }

  /** Ends the sessions. */
  @TearDown
  public void close() {
    pools.values().forEach(Pooling.Pool::close);
  }

  /** One transaction. */
  @Benchmark
  public int readOnlyTransaction() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      int answer = query(connection);
      connection.commit();
      return answer;
    }
  }

  private int query(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(backend.query())) {
      statement.setInt(1, question);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }
}
