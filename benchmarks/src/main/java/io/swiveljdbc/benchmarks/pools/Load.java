package io.swiveljdbc.benchmarks.pools;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/**
 * Clients that each borrow, read in one transaction, do something else for a while, write in
 * another one, and return.
 *
 * @param clients how many at a time
 * @param pause between the two transactions, with the connection in hand
 * @param length how long it goes on
 */
record Load(int clients, Duration pause, Duration length) {

  /**
   * What came out.
   *
   * @param perSecond borrows a second
   * @param median from the wish for a connection to the first row, in microseconds
   * @param p99 the same
   */
  record Result(double perSecond, long median, long p99) {}

  Result on(DataSource pool) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    long end = System.nanoTime() + length.toNanos();
    List<Callable<long[]>> tasks = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      tasks.add(() -> client(pool, end));
    }
    try {
      List<long[]> waits = new ArrayList<>();
      for (Future<long[]> done : threads.invokeAll(tasks)) {
        waits.add(done.get());
      }
      long[] all = waits.stream().flatMapToLong(LongStream::of).sorted().toArray();
      return new Result(all.length / (length.toMillis() / 1000.0), at(all, 0.5), at(all, 0.99));
    } finally {
      threads.shutdownNow();
    }
  }

  private static long at(long[] sorted, double share) {
    return TimeUnit.NANOSECONDS.toMicros(sorted[(int) (share * (sorted.length - 1))]);
  }

  /** How long each first row took, in nanoseconds. */
  private long[] client(DataSource pool, long end) throws SQLException, InterruptedException {
    long[] waits = new long[1024];
    int count = 0;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      try (Connection connection = pool.getConnection()) {
        transaction(connection, true, "SELECT abalance FROM account WHERE id = 7");
        if (count == waits.length) {
          waits = Arrays.copyOf(waits, 2 * count);
        }
        waits[count++] = System.nanoTime() - start;
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        transaction(connection, false, "SELECT abalance FROM account WHERE id = 8 FOR SHARE");
      }
    }
    return Arrays.copyOf(waits, count);
  }

  private static void transaction(Connection connection, boolean readOnly, String sql)
      throws SQLException {
    connection.setReadOnly(readOnly);
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
    }
    connection.commit();
  }
}
