package io.swiveljdbc.session;

import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.sql.Unsealing;
import java.sql.SQLException;

/**
 * Keeps SQL texts from writing on a reader whose server would let them: its session refuses writes
 * by a setting, which a text can take back. What says so itself is refused, as a read-only server
 * would do; what may do so unseen runs on the writer.
 */
final class Seal {

  private final Engine engine;
  private final Transaction transaction;

  /** What is about to be executed is not for a reader. */
  private boolean forWriter;

  Seal(Engine engine, Transaction transaction) {
    this.engine = engine;
    this.transaction = transaction;
  }

  /** There was no text yet. */
  void renew() {
    forWriter = false;
  }

  /** What the transaction needs that begins now. */
  Intent intent(Intent otherwise) {
    Intent needed = forWriter ? Intent.READ_WRITE : otherwise;
    forWriter = false;
    return needed;
  }

  /**
   * Whether a text is to be executed on the writer instead.
   *
   * @throws SQLException when it can be executed neither here nor there
   */
  boolean turnsAway(PhysicalConnection at, SqlReading reading) throws SQLException {
    if (!reading.mayUnseal() || !at.sealed()) {
      return false;
    }
    if (reading.unsealing() == Unsealing.NOW) {
      throw Told.readsOnly(at.address(), "its transactions cannot be made to write");
    }
    at.unseal();
    if (!takesWrites(at)) {
      return false;
    }
    if (transaction.isOpenOn(at) || at.pins().areNeeded()) {
      throw Told.readsOnly(
          at.address(),
          "it takes writes, so that what a text does not show is not run there within a"
              + " transaction or where something is pinned: make it read-only");
    }
    forWriter = true;
    return true;
  }

  private boolean takesWrites(PhysicalConnection at) throws SQLException {
    try {
      return engine.takesWrites(at.driverConnection());
    } catch (SQLException e) {
      if (!engine.classify(e).lost()) {
        throw e;
      }
      return false; // nor does it take anything else, and that is told
    }
  }
}
