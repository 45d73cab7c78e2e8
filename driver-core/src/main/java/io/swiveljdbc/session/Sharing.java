package io.swiveljdbc.session;

import io.swiveljdbc.spi.Pin;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Leaves a session's physical connections to others: with each transaction, where that is asked
 * for, and in order, when the logical connection is closed or given back to a pool above.
 */
final class Sharing {

  private final Supply supply;
  private final Binding binding;
  private final Transaction transaction;
  private final SessionState state;

  Sharing(Access access, Binding binding, Transaction transaction, SessionState state) {
    this.supply = access.supply();
    this.binding = binding;
    this.transaction = transaction;
    this.state = state;
  }

  /** Whether a connection goes back as soon as no transaction needs it. */
  boolean byTransaction() {
    return supply.shares();
  }

  /**
   * Whether a text is to be executed on another connection.
   *
   * @throws SQLException when it is not to be executed at all
   */
  boolean turnsAway(PhysicalConnection at, SqlReading reading) throws SQLException {
    if (!reading.mayUnseal() && !reading.asksBefore()) {
      return false;
    }
    try {
      checkAsksOfOwn(at, reading);
      return state.seal().turnsAway(at, reading);
    } catch (SQLException told) {
      settle(at);
      throw told;
    }
  }

  /**
   * Refuses a text that asks what the statement before has left in its session, where others may
   * have had that in between.
   */
  private void checkAsksOfOwn(PhysicalConnection at, SqlReading reading) throws SQLException {
    if (reading.asksBefore()
        && supply.shares()
        && at.pins().isEmpty()
        && !transaction.isOpenOn(at)) {
      throw Told.othersSession();
    }
  }

  /** Something is over on a connection: it goes back if nothing else keeps it. */
  void settle(PhysicalConnection at) {
    if (supply.shares() && binding.has(at) && isOver(at)) {
      if (at == transaction.current()) {
        transaction.leave();
      }
      binding.letGo(at);
    }
  }

  private boolean isOver(PhysicalConnection at) {
    return !at.dead() && at.isFree() && !transaction.wasOpenOn(at);
  }

  /** The same on whatever is held. */
  void settleAll() {
    if (supply.shares()) {
      binding.held().forEach(this::settle);
    }
  }

  /**
   * Somebody has asked for warnings outside a transaction: a pool above that does nothing else when
   * it takes the logical connection back, or its user, whose next call ends the rest.
   */
  void mayRest() throws SQLException {
    if (!transaction.condition().isClosed() && transaction.openAt() == null) {
      binding.idling().beginPerhaps();
    }
  }

  /** A pool above takes the logical connection back. */
  void rest() throws SQLException {
    if (!transaction.condition().isClosed() && transaction.openAt() == null) {
      binding.unpin(Pin.Kind.UNWRAPPED); // it is used no longer
      settleAll();
      binding.idling().begin();
    }
  }

  /**
   * Rolls back what is open when the logical connection is closed. Where a session ends with it,
   * its server does so.
   */
  void rollBack() {
    PhysicalConnection last = transaction.current();
    boolean atRest = last != null && !last.dead() && !last.inUse();
    if (last == null || !atRest || !supply.keeps() || transaction.condition().isClosed()) {
      return;
    }
    try {
      if (transaction.openAt() != null) {
        last.call(Connection::rollback);
        state.ended(false);
      }
    } catch (SQLException e) {
      last.abort();
    }
  }
}
