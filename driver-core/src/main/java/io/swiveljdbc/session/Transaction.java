package io.swiveljdbc.session;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.sql.SqlText;
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

  /** What is executed just now may commit work of the transaction, although it is not told to. */
  private boolean mayBeCommitted;

  /** Whether a transaction was open when it began. */
  private boolean wasOpen;

  /** What was executed since the application ended its last transaction may partly be committed. */
  private boolean partlyCommitted;

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

  /** A text is about to be executed that is not plain. */
  void executing(PhysicalConnection at, SqlReading reading) throws SQLException {
    wasOpen = isOpenOn(at);
    mayBeCommitted = mayCommit(reading) && !at.onlyReads() && !at.mode().heldReadOnly();
    if (!wasOpen && autoCommit) {
      partlyCommitted = false; // what was committed stands for itself
    }
  }

  private boolean mayCommit(SqlReading reading) {
    return wasOpen
        ? reading.mayCommitBeside()
        : reading.text().mayCommitUnseen() || (!autoCommit && reading.text().mayCommitItsOwn());
  }

  /** It was executed, or has failed: what it does before it fails is done all the same. */
  void executed(PhysicalConnection at, SqlReading reading) throws SQLException {
    if (mayBeCommitted && isPartOfWhatGoesOn(at, reading.text())) {
      partlyCommitted = true;
    } else if (reading.endsTransaction()) {
      partlyCommitted = false;
    }
    mayBeCommitted = false;
  }

  /** Whether what it may have committed belongs to a transaction that has more to come. */
  private boolean isPartOfWhatGoesOn(PhysicalConnection at, SqlText text) throws SQLException {
    if (!wasOpen) {
      return !autoCommit || isOpenOn(at);
    }
    // One that is open still is the same, unless the text can have begun another.
    return text.isUnderstood() || text.mayCommitUnseen() || !isOpenOn(at);
  }

  /** A text may have done what {@link java.sql.Connection#setAutoCommit} does. */
  void followAutoCommit(PhysicalConnection at) throws SQLException {
    boolean now = engine.inAutoCommit(at.driverConnection(), at.mode().autoCommit());
    if (now != at.mode().autoCommit()) {
      autoCommit = now;
      at.mode().setAutoCommit(now); // the driver is to know it too
    }
  }

  /** The application has ended it through JDBC. */
  void concluded() {
    partlyCommitted = false;
  }

  /**
   * Whether a part of it may be committed by a statement that did so beside what it was there for.
   * The whole is then neither rolled back by a loss nor to be tried once more.
   */
  boolean isPartlyCommitted() {
    return partlyCommitted;
  }

  /** The connection on which to end it; where none is open, there is nothing to end. */
  @Nullable PhysicalConnection openAtItsEnd() throws SQLException {
    PhysicalConnection open = openAt();
    if (open == null) {
      concluded();
    }
    return open;
  }

  /** What is executed from now on runs there. */
  void runOn(PhysicalConnection bound) {
    current = bound;
  }

  /** The connection is gone. */
  void leave() {
    current = null;
  }

  /** There was none yet. */
  void renew() {
    current = null;
    autoCommit = true;
    mayBeCommitted = false;
    partlyCommitted = false;
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
