package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The half of a statement that moves: it gets a physical statement when it is executed, on the
 * connection on which its transaction runs, and another one when that is another connection.
 */
abstract class MovableStatement<S extends Statement> extends AnsweringStatement<S> {

  /** A statement that brings servers down must not be carried from one to the next for ever. */
  private static final int MOST_REPEATS = 2;

  /** Where the physical statement is; what it has left may be somebody else's by now. */
  private @Nullable PhysicalConnection home;

  private @Nullable PhysicalConnection lastHome;

  private @Nullable S target;
  private boolean closed;

  MovableStatement(RoutedOrigin<S> origin) {
    super(origin);
  }

  @Override
  final @Nullable S current() {
    PhysicalConnection at = home;
    return at == null || at.dead() ? null : target;
  }

  @Override
  final S delegate() throws SQLException {
    checkOpen();
    S made = current();
    if (made == null) {
      entered(null).exit();
      made = made();
    }
    return made;
  }

  /** The physical statement that was made just now. */
  private S made() throws SQLException {
    S made = target;
    if (made == null) {
      throw closedBefore();
    }
    return made;
  }

  /**
   * Where to execute now, with a physical statement there. A call is under way there from here on,
   * which the caller ends.
   */
  private PhysicalConnection entered(@Nullable Deadline until) throws SQLException {
    for (int losses = 0; ; losses++) {
      PhysicalConnection bound = session().entered(this, until);
      try {
        settleOn(bound);
        return bound;
      } catch (SQLException e) {
        unsent(bound, e);
        if (losses == MOST_REPEATS) {
          throw Told.noServer("Every connection was lost before a statement could be sent", e);
        }
      }
    }
  }

  /** Has its physical statement there, and nowhere else; leaves nothing there where that fails. */
  private void settleOn(PhysicalConnection bound) throws SQLException {
    @Nullable S fresh = null;
    boolean settled = false;
    try {
      if (target == null || bound != home) {
        leave();
        fresh = preparation().maker().on(bound.driverConnection());
        bound.opened(fresh);
        equip(fresh);
        lastHome = bound;
        home = bound;
        VarHandle.releaseFence(); // who cancels it from another thread finds it whole
        target = fresh;
      }
      settled = true;
    } finally {
      if (!settled) {
        if (fresh != null) {
          bound.closed(fresh);
          closeQuietly(fresh);
        }
        bound.exit();
      }
    }
  }

  /** Throws what is no loss. */
  private void unsent(PhysicalConnection bound, SQLException e) throws SQLException {
    try {
      session().failover().failedUnsent(bound, e);
    } catch (SQLException told) {
      session().sharing().settle(bound);
      throw told;
    }
  }

  /**
   * What the last execution left in the driver: it can be read although the server died since, and
   * must be, where that execution was acknowledged.
   *
   * @param none the answer where nothing was executed
   */
  final <T extends @Nullable Object> T ofExecution(Question<? super S, T> question, T none)
      throws SQLException {
    checkOpen();
    S executed = target;
    PhysicalConnection at = home;
    if (executed == null || at == null || at.isWithOthers()) {
      return none;
    }
    try {
      return question.to(executed);
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  /** Lets the physical statement go; executing anew elsewhere closes its result set anyway. */
  private void leave() {
    PhysicalConnection at = home;
    S left = current();
    forgetTarget();
    forgetResults();
    closeQuietly(left);
    if (at != null) {
      session().sharing().settle(at);
      home = null; // from here on it may be somebody else's
    }
  }

  private void forgetTarget() {
    PhysicalConnection at = home;
    S left = target;
    if (left != null && at != null) {
      at.closed(left);
    }
    target = null;
  }

  @Override
  final void checkOpen() throws SQLException {
    Session mine = session(); // before it is looked whether its record may be another one's
    if (closed) {
      throw closedBefore();
    }
    mine.checkOpen();
  }

  private static SQLException closedBefore() {
    return new SQLException("This statement has been closed.", "55000");
  }

  @Override
  SQLException translate(SQLException error) {
    PhysicalConnection at = home;
    return at == null ? error : session().failover().failedWithin(at, error);
  }

  /**
   * Executes, on the connection that the transaction needs, and once more elsewhere when that is
   * lost and repeating is certain to do no harm.
   */
  final <T> T run(Execution<T> execution, @Nullable String sql) throws SQLException {
    checkOpen();
    SqlReading reading = read(sql);
    if (session().endsFailed(reading)) {
      return execution.instead();
    }
    int seconds = queryTimeout();
    @Nullable Deadline until = seconds > 0 ? Deadline.after(Duration.ofSeconds(seconds)) : null;
    for (int run = 1; ; run++) {
      PhysicalConnection at = entered(until);
      try {
        if (session().sharing().turnsAway(at, reading)) {
          continue;
        }
        S made = made();
        forgetResults();
        T result;
        try {
          session().state().executing(at, reading);
          result = execution.call().on(made, sql);
        } catch (SQLException e) {
          boolean repeatable = run <= MOST_REPEATS && repeatable();
          @Nullable SQLException told = failed(at, e, sql, reading, repeatable);
          if (told != null) {
            session().sharing().settle(at);
            throw told;
          }
          continue;
        }
        if (!reading.isPlain() || !at.pins().isEmpty()) {
          executed(at, reading, execution.batch());
        }
        executed(execution, reading, result, made);
        return result;
      } finally {
        at.exit(); // not before what was executed is known to keep its connection
      }
    }
  }

  /** Null when the execution is to be repeated. */
  private @Nullable SQLException failed(
      PhysicalConnection at,
      SQLException e,
      @Nullable String sql,
      SqlReading reading,
      boolean repeatable)
      throws SQLException {
    if (!session().failover().isLoss(e)) {
      session().state().failed(at, reading);
    }
    return session().failover().failed(at, e, sql, repeatable);
  }

  /** What a text means. */
  abstract SqlReading read(@Nullable String sql);

  /** Takes over what was changed by what was executed. */
  void executed(PhysicalConnection at, SqlReading reading, boolean batch) throws SQLException {
    session().state().executed(at, reading, SessionChanges.NONE);
  }

  @Override
  final PhysicalConnection executedAt() {
    PhysicalConnection at = lastHome;
    if (at == null) {
      throw new IllegalStateException("a result without an execution");
    }
    return at;
  }

  /** Whether it can be executed once more with the same parameters. */
  boolean repeatable() {
    return true;
  }

  @Override
  public boolean isClosed() throws SQLException {
    S made = current();
    return closed || session().condition().isClosed() || (made != null && made.isClosed());
  }

  @Override
  public <U> U unwrap(Class<U> type) throws SQLException {
    U unwrapped = super.unwrap(type);
    if (unwrapped != this) {
      session().holdings().unwrapped(home);
    }
    return unwrapped;
  }

  final boolean closed() {
    return closed;
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    Session mine = session(); // before it is looked where this is
    closed = true;
    PhysicalConnection at = home;
    S left = at == null || at.gone() ? null : target;
    forgetTarget();
    forgetResults();
    try {
      if (left != null) {
        left.close();
      }
    } catch (SQLException e) {
      if (at != null && !at.dead()) {
        throw translate(e);
      }
    } finally {
      home = null; // from here on it may be somebody else's
    }
    if (at != null) {
      mine.sharing().settle(at);
    }
  }
}
