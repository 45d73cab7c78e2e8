package io.swiveljdbc.session;

import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * The warnings of what a logical connection holds. Pools ask for them when they take a connection
 * back: a loss is not told here, but by what is executed next.
 */
final class Warnings {

  private final Binding binding;
  private final Failover failover;

  /** Pools do it at each return, so it is made once. */
  private final Slots.Visit clearing = this::clearOn;

  Warnings(Binding binding, Failover failover) {
    this.binding = binding;
    this.failover = failover;
  }

  void clear() throws SQLException {
    binding.visitHeld(clearing);
  }

  private void clearOn(PhysicalConnection held) throws SQLException {
    try {
      held.driverConnection().clearWarnings();
    } catch (SQLException e) {
      failover.passOver(e);
    }
  }

  @Nullable SQLWarning of(PhysicalConnection held) throws SQLException {
    try {
      return held.driverConnection().getWarnings();
    } catch (SQLException e) {
      failover.passOver(e);
      return null;
    }
  }
}
