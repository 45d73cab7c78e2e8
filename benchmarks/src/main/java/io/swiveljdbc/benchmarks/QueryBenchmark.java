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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/** A prepared query on a bound connection: one int in, one row with one int out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 800, time = 5, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class QueryBenchmark {

  /** What stands behind the drivers. */
  @Param Backend backend;

  /** How the query is executed. */
  @Param Execution execution;

  /** What is compared. */
  @Param("BOTH")
  Sides sides;

  private final Turns turns = new Turns();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Side, PreparedStatement> statements = new EnumMap<>(Side.class);
  private PreparedStatement statement;
  private int question = 42;

  /** How a query is executed. */
  public enum Execution {
    /** Each on its own, on the writer. */
    AUTO_COMMIT(true, false),
    /** Each on its own, on the reader. */
    READ_ONLY_AUTO_COMMIT(true, true),
    /** All in one transaction on the writer. */
    TRANSACTION(false, false),
    /** All in one transaction on the reader. */
    READ_ONLY_TRANSACTION(false, true);

    private final boolean autoCommit;
    private final boolean readOnly;

    Execution(boolean autoCommit, boolean readOnly) {
      this.autoCommit = autoCommit;
      this.readOnly = readOnly;
    }
  }

  /** Binds a connection of each side. */
  @Setup
  public void open() throws SQLException {
    for (Side side : Side.values()) {
      Connection connection = DriverManager.getConnection(backend.url(side, execution.readOnly));
      connections.add(connection);
      connection.setReadOnly(execution.readOnly);
      connection.setAutoCommit(execution.autoCommit);
      statement = connection.prepareStatement(backend.query());
      statements.put(side, statement);
      if (query() != question) {
        throw new IllegalStateException("a wrong answer");
      }
    }
  }

  /** The other side's turn. */
  @Setup(Level.Iteration)
  public void next(IterationParams params) {
    statement = statements.get(turns.next(sides, params));
  }

  /** Ends the sessions. */
  @TearDown
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }

  /** One query. */
  @Benchmark
  public int query() throws SQLException {
    statement.setInt(1, question);
    try (ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getInt(1);
    }
  }
}
