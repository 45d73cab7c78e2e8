package io.swiveljdbc.hikari;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection taken from a pool: it goes back, or is ended, once. */
public final class Loan {

  private static final Logger LOG = LoggerFactory.getLogger(Loan.class);

  private final ServerPool pool;
  private final Connection lent;
  private final AtomicBoolean over = new AtomicBoolean();

  Loan(ServerPool pool, Connection lent) {
    this.pool = pool;
    this.lent = lent;
  }

  /** What {@link ConnectionSource#open} had given to the pool. */
  public <T> T as(Class<T> type) throws SQLException {
    return lent.unwrap(type);
  }

  /** The next one may have it. */
  public void giveBack() {
    if (over.compareAndSet(false, true)) {
      try {
        lent.close();
      } catch (SQLException e) {
        LOG.debug("a connection did not go back to {}", pool, e);
        pool.evict(lent);
      }
      pool.oneCameBack();
    }
  }

  /** It is of no use any more; may be called by any thread. */
  public void end() {
    if (over.compareAndSet(false, true)) {
      pool.evict(lent);
      pool.oneCameBack();
    }
  }
}
