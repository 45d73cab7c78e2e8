package io.swiveljdbc.session;

import io.swiveljdbc.spi.Engine;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of a logical connection: on which physical connection it runs, and whether it is
 * open. That is what the target driver knows of its session, never what SQL texts say.
 */
final class Transaction {

  private final Engine engine;
  private final Condition condition = new Condition();
  private boolean autoCommit = true;

  /**
   * The connection bound last. It stays when its transaction ends: what was taken from the target's
   * own objects, a copy manager for instance, may begin the next one there without being seen here.
   */
  private @Nullable PhysicalConnection current;

  Transaction(Engine engine) {
    this.engine = engine;
  }

  Condition condition() {
    return condition;
  }

  boolean autoCommit() {
    return autoCommit;
  }

  void autoCommit(boolean wanted) {
    autoCommit = wanted;
  }

  @Nullable PhysicalConnection current() {
    return current;
  }

  /** What is executed from now on runs there. */
  void runOn(PhysicalConnection bound) {
    current = bound;
  }

  /** The connection is gone. */
  void leave() {
    current = null;
  }

  /** The connection on which statements of an open transaction have been executed. */
  @Nullable PhysicalConnection openAt() throws SQLException {
    PhysicalConnection bound = current;
    return bound != null && !condition.failed() && isOpenOn(bound) ? bound : null;
  }

  boolean isOpenOn(PhysicalConnection bound) throws SQLException {
    return !bound.isWithOthers() && engine.inTransaction(bound.driverConnection());
  }

  /** The same of a connection that was lost; true where the driver cannot tell any more. */
  boolean wasOpenOn(PhysicalConnection bound) {
    try {
      return isOpenOn(bound);
    } catch (SQLException e) {
      return true;
    }
  }
}
