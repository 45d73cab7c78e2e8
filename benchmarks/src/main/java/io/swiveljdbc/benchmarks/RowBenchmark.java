package io.swiveljdbc.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/** One row: {@code next}, {@code getLong}, {@code getString}, of rows that have been received. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 400, time = 5, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class RowBenchmark {

  private static final int ROWS = 1000;
  private static final String SQL =
      "SELECT n, 'text ' || n FROM generate_series(?, " + ROWS + ") AS n";

  /** What stands behind the drivers. */
  @Param({"MEMORY", "POSTGRES"})
  Backend backend;

  /** What is compared. */
  @Param Side side;

  private Connection connection;
  private ResultSet rows;

  /** Receives the rows. */
  @Setup
  public void open() throws SQLException {
    connection = DriverManager.getConnection(backend.url(side, false));
    PreparedStatement statement =
        connection.prepareStatement(
            SQL, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    statement.setInt(1, 1);
    rows = statement.executeQuery();
  }

  /** Ends the session. */
  @TearDown
  public void close() throws SQLException {
    connection.close();
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
