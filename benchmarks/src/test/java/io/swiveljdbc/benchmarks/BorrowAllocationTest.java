package io.swiveljdbc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A borrow, a transaction of one query and the return allocate little more than without Swivel. */
final class BorrowAllocationTest {

  /** Few enough that no compiler takes allocations away, which each JDK does in its own way. */
  private static final int WARM_UP = 100;

  private static final int BORROWS = 50;

  /** With nothing taken away; what is left when it is compiled is what JMH shows, 128 at most. */
  private static final long MOST = 144;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource
  void aWholeBorrowAllocatesLittleOverThatOfTheDriver(Pooling pooling) throws SQLException {
    long direct = leastBytesPerBorrow(Sides.TARGET, pooling);
    long over = leastBytesPerBorrow(Sides.SWIVEL, pooling) - direct;

    assertThat(over).as("bytes over %d", direct).isLessThanOrEqualTo(MOST);
  }

  /** The least of some rounds, so that a compilation in one of them does not count. */
  private long leastBytesPerBorrow(Sides side, Pooling pooling) throws SQLException {
    PoolBenchmark benchmark = new PoolBenchmark();
    benchmark.backend = Backend.MEMORY;
    benchmark.sides = side;
    benchmark.pooling = pooling;
    benchmark.open();
    try {
      benchmark.take(side.at(0));
      run(benchmark, WARM_UP);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 4; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        run(benchmark, BORROWS);
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / BORROWS);
      }
      return least;
    } finally {
      benchmark.close();
    }
  }

  private static void run(PoolBenchmark benchmark, int borrows) throws SQLException {
    for (int i = 0; i < borrows; i++) {
      benchmark.readOnlyTransaction();
    }
  }
}
