package io.swiveljdbc.hikari;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one login to one server in one role. When the server leaves, gets another role
 * or was down, the pool is retired: nobody waits in it any more, what is idle is closed, and what
 * is in use is closed when it comes back.
 */
final class ServerPool {

  private static final Logger LOG = LoggerFactory.getLogger(ServerPool.class);

  /**
   * Which server, and as what.
   *
   * @param since which of its lives: connections of an earlier one are of no use
   */
  record Place(HostAddress server, Role role, long since) {
    @Override
    public String toString() {
      return (role == Role.WRITER ? "writer " : "reader ") + server;
    }
  }

  private final Place place;
  private final HikariConfig config;
  private final HikariPool pool;
  private final Deadline warmUp;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ended = new AtomicBoolean();

  /** How many are lent: HikariCP counts them anew each time it is asked. */
  private final AtomicInteger lent = new AtomicInteger();

  private volatile boolean retired;
  private volatile boolean warm;

  /**
   * A pool that begins to fill.
   *
   * @param config what HikariCP is told, but for where connections come from
   * @param warmUp how long it may take at most until others need not be preferred to it
   */
  ServerPool(Place place, HikariConfig config, ConnectionSource source, Duration warmUp) {
    this.place = place;
    this.config = config;
    this.warmUp = Deadline.after(warmUp);
    config.setDataSource(new OpeningDataSource(() -> open(source)));
    config.validate();
    this.pool = new HikariPool(config);
  }

  /** Those who wait for a first connection are told at once why there is none. */
  private Lendable open(ConnectionSource source) throws SQLException {
    if (retired) {
      throw new SQLException("the pool is retired", "08001");
    }
    @Nullable Lendable opened = null;
    try {
      opened = source.open();
    } catch (SQLException e) {
      tellNone(e);
      throw e;
    }
    if (opened == null) {
      tellNone(null);
      throw new SQLException("%s is not there just now".formatted(place), "08001");
    }
    if (retired) {
      opened.close(); // HikariCP may have stopped waiting for it
      throw new SQLException("the pool is retired", "08001");
    }
    opened.lentBy(new Loan(this, opened));
    return opened;
  }

  private void tellNone(@Nullable SQLException reason) {
    if (pool.getTotalConnections() == 0) {
      waiters.forEach(waiter -> waiter.end(reason));
    }
  }

  Place place() {
    return place;
  }

  /**
   * Takes a connection that lies ready; null where that is not certain to be quick. Nothing is to
   * end a wait here, since there is none.
   */
  @Nullable Loan borrowReady() {
    if (retired
        || lent.get() >= pool.getTotalConnections()
        || pool.getThreadsAwaitingConnection() > 0) {
      return null;
    }
    try {
      return loan(pool.getConnection(0));
    } catch (SQLException e) {
      return null; // somebody else was quicker
    }
  }

  /** Null where it came too late. */
  private @Nullable Loan loan(Connection got) throws SQLException {
    lent.incrementAndGet();
    if (retired) {
      evict(got);
      oneCameBack();
      return null;
    }
    return got.unwrap(Lendable.class).loan().of(got);
  }

  /**
   * Takes a connection, and waits for one where all are in use.
   *
   * @param waitsFor is told what ends the wait
   * @return null when the wait was ended, or the pool is retired
   * @throws PoolExhaustedException when all were in use for too long
   * @throws SQLException when none can be opened, with the reason
   */
  @Nullable Loan borrow(Deadline end, Consumer<Runnable> waitsFor) throws SQLException {
    Waiter waiter = new Waiter();
    waiters.add(waiter);
    @Nullable Connection got = null;
    @Nullable SQLException failure = null;
    try {
      waitsFor.accept(waiter::end);
      if (retired) {
        waiter.end();
      }
      got = pool.getConnection(longest(end));
    } catch (SQLException e) {
      failure = e;
    } finally {
      waiters.remove(waiter);
    }
    boolean wasEnded = waiter.wasEnded();
    @Nullable Loan loan = got == null ? null : loan(got);
    if (loan != null) {
      return loan;
    }
    SQLException reason = waiter.reason();
    if (reason != null) {
      throw reason;
    }
    if (failure == null || wasEnded) {
      return null;
    }
    throw new PoolExhaustedException(
        "No connection to %s came free: %s".formatted(place, failure.getMessage()), failure);
  }

  private long longest(Deadline end) {
    long left = end.remaining().toMillis() + 1; // or the wait would be over before its time
    return Math.min(config.getConnectionTimeout(), left);
  }

  void evict(Connection got) {
    pool.evictConnection(got);
  }

  /** Whether one can be had without a wait for somebody else's. */
  boolean hasRoom() {
    return pool.getActiveConnections() < config.getMaximumPoolSize();
  }

  /** Whether it has the connections that are to be ready, or had enough time to get them. */
  boolean isWarm() {
    warm = warm || pool.getTotalConnections() >= config.getMinimumIdle() || warmUp.passed();
    return warm;
  }

  // ---- its end

  boolean isRetired() {
    return retired;
  }

  /** Lets nobody in any more. */
  void retire() {
    retired = true;
    waiters.forEach(Waiter::end);
    pool.softEvictConnections();
    makeRoom();
  }

  /** A retired pool ends with its last connection; else there is room for those who wait. */
  void oneCameBack() {
    lent.decrementAndGet();
    makeRoom();
  }

  private void makeRoom() {
    if (!retired) {
      int waiting = pool.getThreadsAwaitingConnection();
      if (waiting > 0) {
        pool.addBagItem(waiting);
      }
    } else if (pool.getActiveConnections() == 0) {
      endBeside();
    }
  }

  /** Ends it on a thread of its own: HikariCP waits for its own threads, for seconds perhaps. */
  Thread endBeside() {
    Thread ending = new PoolThread(this::end, config.getPoolName() + "-end");
    ending.start();
    return ending;
  }

  /** Ends it with all its connections, also those in use; a second call does nothing. */
  void end() {
    if (ended.compareAndSet(false, true)) {
      retired = true;
      waiters.forEach(Waiter::end);
      try {
        pool.shutdown();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        LOG.debug("the end of {} was not waited for", this);
      }
    }
  }

  /** Its name, as in HikariCP's logs. */
  @Override
  public String toString() {
    return config.getPoolName();
  }
}
