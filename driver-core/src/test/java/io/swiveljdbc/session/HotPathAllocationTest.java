package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A prepared query on a bound connection costs one small object more than the driver's own. */
class HotPathAllocationTest {

  private static final int WARM_UP = 30_000;
  private static final int CALLS = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void a_prepared_query_allocates_at_most_64_bytes_over_the_driver_s() throws Exception {
    try (TwoServers two = new TwoServers();
        Connection connection = two.open();
        PreparedStatement ours = connection.prepareStatement("SELECT ?")) {
      ours.executeQuery().close();
      PreparedStatement theirs = (PreparedStatement) ((JdbcObject<?>) ours).delegate();

      long direct = leastBytesPerCall(theirs);
      long over = leastBytesPerCall(ours) - direct;

      assertThat(over).as("bytes over %d", direct).isLessThanOrEqualTo(64);
    }
  }

  /** The least of some rounds, so that a compilation in one of them does not count. */
  private long leastBytesPerCall(PreparedStatement statement) throws SQLException {
    run(statement, WARM_UP);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      run(statement, CALLS);
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
    }
    return least;
  }

  private static void run(PreparedStatement statement, int calls) throws SQLException {
    for (int i = 0; i < calls; i++) {
      statement.setInt(1, i);
      try (ResultSet result = statement.executeQuery()) {
        if (result == null) {
          throw new AssertionError();
        }
      }
    }
  }
}
