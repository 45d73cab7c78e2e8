package io.swiveljdbc.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/** One row: {@code next}, {@code getLong}, {@code getString}, of rows that have been received. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 800, time = 5, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class RowBenchmark {

  private static final int ROWS = 1000;

  /** What stands behind the drivers. */
  @Param({"MEMORY", "POSTGRES", "MYSQL"})
  Backend backend;

  /** What is compared. */
  @Param("BOTH")
  Sides sides;

  private final Turns turns = new Turns();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Side, ResultSet> received = new EnumMap<>(Side.class);
  private ResultSet rows;

  /** Receives the rows. */
  @Setup
  public void open() throws SQLException {
    for (Side side : Side.values()) {
      Connection connection = DriverManager.getConnection(backend.url(side, false));
      connections.add(connection);
      PreparedStatement statement =
          connection.prepareStatement(
              backend.rows(ROWS), ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
      statement.setInt(1, 1);
      received.put(side, statement.executeQuery());
    }
  }

  /** The other side's turn. */
  @Setup(Level.Iteration)
  public void next(IterationParams params) {
    rows = received.get(turns.next(sides, params));
  }

  /** Ends the sessions. */
  @TearDown
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  /** Reads all rows. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long row() throws SQLException {
    rows.beforeFirst();
    long sum = 0;
    while (rows.next()) {
      sum += rows.getLong(1) + rows.getString(2).length();
    }
    return sum;
  }
}
