package io.swiveljdbc.hikari;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a connection of a pool is taken and goes back. Who has it calls either {@link #giveBack} or
 * {@link #end}, and that once: a second call might be at the expense of whoever has it by then.
 */
public final class Loan {

  private static final Logger LOG = LoggerFactory.getLogger(Loan.class);

  private final ServerPool pool;
  private final Lendable connection;

  /** What HikariCP has made for its present user; handed on by HikariCP, and so is this field. */
  private @Nullable Connection lent;

  Loan(ServerPool pool, Lendable connection) {
    this.pool = pool;
    this.connection = connection;
  }

  /** Begins anew, for whoever was lent this. */
  Loan of(Connection lentNow) {
    lent = lentNow;
    return this;
  }

  /** What {@link ConnectionSource#open} had given to the pool. */
  public Lendable connection() {
    return connection;
  }

  /** The next one may have it. */
  public void giveBack() {
    Connection mine = taken();
    try {
      mine.close();
    } catch (SQLException e) {
      LOG.debug("a connection did not go back to {}", pool, e);
      pool.evict(mine);
    }
    pool.oneCameBack();
  }

  /** It is of no use any more; may be called by any thread. */
  public void end() {
    pool.evict(taken());
    pool.oneCameBack();
  }

  private Connection taken() {
    Connection mine = lent;
    if (mine == null) {
      throw new IllegalStateException("it is not lent");
    }
    lent = null; // now, since from the next line on it may be somebody else's
    return mine;
  }
}
