package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Resting;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A logical connection while it lies in a pool above: what is stale is let go, then and later, and
 * what is over is replaced.
 */
final class Idling implements Resting {

  private final Access access;
  private final Cluster cluster;
  private final Slots slots;
  private final Choices choices;
  private final CurrentWait current;
  private final Rest rest = new Rest();
  private long restedAt;

  /**
   * Whether it is a pool that has laid it down, so that nobody asks of what was executed before.
   */
  private boolean certain;

  Idling(Access access, Slots slots, Choices choices, CurrentWait current) {
    this.access = access;
    this.cluster = access.cluster();
    this.slots = slots;
    this.choices = choices;
    this.current = current;
  }

  /** The pool has taken it back. */
  void begin() {
    begin(true);
  }

  /** The pool may have taken it back, or else its user goes on with what it has there. */
  void beginPerhaps() {
    begin(false);
  }

  /** It was only asked whether it answers. */
  void goOn() {
    begin(certain);
  }

  private void begin(boolean isCertain) {
    certain = isCertain;
    Topology now = cluster.topology();
    if (restedAt != now.version()) {
      restedAt = now.version();
      dropStale(now);
    }
    rest.begin();
    if (cluster.topology().version() != now.version()) {
      sweep(cluster.topology());
    }
  }

  /**
   * It is used again.
   *
   * @return whether it was at rest
   */
  boolean end() {
    return rest.end();
  }

  @Override
  public void sweep(Topology topology) {
    rest.sweep(() -> dropStale(topology));
  }

  private boolean dropStale(Topology topology) {
    boolean dropped = false;
    for (PhysicalConnection held : slots.held()) {
      if (held.isFree() && held.staleAt(topology)) {
        slots.drop(held);
        choices.forget();
        dropped = true;
      }
    }
    return dropped;
  }

  @Override
  public boolean isOverdue() {
    return rest.isOn() && !overdue().isEmpty();
  }

  private List<PhysicalConnection> overdue() {
    return slots.held().stream()
        .filter(held -> held.tenure().isOver() && !held.dead() && held.isFree())
        .filter(held -> certain || !held.hasStatements())
        .toList();
  }

  @Override
  public void renew() {
    for (PhysicalConnection old : overdue()) {
      if (rest.isOn() && !current.forbidden()) {
        renew(old);
      }
    }
  }

  private void renew(PhysicalConnection old) {
    @Nullable PhysicalConnection successor = new Renewal(access, current::forbidden).of(old);
    if (successor == null) {
      return;
    }
    boolean replaced = false;
    try {
      replaced = rest.sweep(() -> replace(old, successor));
    } finally {
      (replaced ? old : successor).close(); // not while the owner would have to wait for it
      if (current.forbidden()) {
        successor.close(); // whoever has closed the logical connection may not have found it yet
      }
    }
  }

  private boolean replace(PhysicalConnection old, PhysicalConnection successor) {
    boolean replaced =
        isIdle(old) && successor.goodAt(cluster.topology()) && slots.replace(old, successor);
    if (replaced) {
      choices.forget();
    }
    return replaced;
  }

  /**
   * Whether nothing goes on there, also behind our back: what was unwrapped may still be used. To
   * be asked at rest only, since drivers make whoever asks for a transaction wait for a call under
   * way.
   */
  private boolean isIdle(PhysicalConnection held) {
    try {
      return held.isFree()
          && (certain || !held.hasStatements())
          && !held.inUse()
          && !access.engine().inTransaction(held.driverConnection());
    } catch (SQLException e) {
      return true; // it has ended
    }
  }
}
