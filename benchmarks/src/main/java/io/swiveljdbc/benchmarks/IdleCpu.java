package io.swiveljdbc.benchmarks;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What it costs to watch a cluster of three servers that nobody uses: the processor time of
 * Swivel's threads, in hundredths of a percent of one core, minute by minute.
 *
 * <p>What runs once a second is interpreted for long. So the servers are asked twenty times a
 * second for a minute before, as often as they are in twenty minutes otherwise.
 */
final class IdleCpu {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long MINUTE_MILLIS = 60_000;

  /** Until the monitors of the minute before have ended. */
  private static final long LINGER_MILLIS = 5_000;

  private IdleCpu() {}

  /** The one argument is how many minutes to measure, 5 unless told. */
  public static void main(String... args) throws SQLException, InterruptedException {
    int minutes = args.length == 0 ? 5 : Integer.parseInt(args[0]);
    try (PostgresCluster cluster = PostgresCluster.builder().readers(2).start()) {
      try (Connection often =
          DriverManager.getConnection(cluster.url() + "&swivel.probeInterval=50ms")) {
        often.isValid(5);
        Thread.sleep(MINUTE_MILLIS);
      }
      measure(cluster.url(), minutes);
    }
  }

  private static void measure(String url, int minutes) throws SQLException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(url)) {
      connection.isValid(5);
      System.out.println(connection.unwrap(SwivelConnection.class).topology());
      Thread.sleep(LINGER_MILLIS);
      Map<String, Long> before = nanosByThread();
      for (int minute = 1; minute <= minutes; minute++) {
        Thread.sleep(MINUTE_MILLIS);
        Map<String, Long> now = nanosByThread();
        print(minute, before, now);
        before = now;
      }
    }
  }

  private static void print(int minute, Map<String, Long> before, Map<String, Long> now) {
    StringBuilder line = new StringBuilder();
    long sum = 0;
    for (Map.Entry<String, Long> entry : now.entrySet()) {
      long spent = entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
      sum += spent;
      line.append("  ").append(entry.getKey()).append(' ').append(percent(spent));
    }
    System.out.println("minute " + minute + ": " + percent(sum) + line);
  }

  private static String percent(long nanos) {
    return String.format("%.3f %%", nanos / (MINUTE_MILLIS * 1e6) * 100);
  }

  private static Map<String, Long> nanosByThread() {
    Map<String, Long> nanos = new TreeMap<>();
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().matches("swivel-(monitor|silence|probe)-.*")) {
        nanos.merge(
            thread.getThreadName(), THREADS.getThreadCpuTime(thread.getThreadId()), Long::sum);
      }
    }
    return nanos;
  }
}
