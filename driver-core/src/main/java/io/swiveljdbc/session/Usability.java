package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.routing.ServerSelector;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether a logical connection without an open transaction could begin one: what a pool asks. */
final class Usability {

  private final Access access;
  private final Binding binding;

  Usability(Access access, Binding binding) {
    this.access = access;
    this.binding = binding;
  }

  /**
   * As {@link java.sql.Connection#isValid} asks.
   *
   * @param bound where a transaction is open, null for nowhere
   * @param intent of the next one
   */
  boolean within(int seconds, @Nullable PhysicalConnection bound, Intent intent) {
    Duration patience =
        seconds == 0 ? access.options().connectTimeout() : Duration.ofSeconds(seconds);
    return bound != null
        ? !bound.dead() && bound.answers(patience, access.cluster().topology())
        : given(intent, Deadline.after(patience));
  }

  /**
   * Whether a transaction of this intent could start: asks the connection it would use, and where
   * that does not answer or there is none, waits for a fit server to be known.
   */
  private boolean given(Intent intent, Deadline deadline) {
    Cluster cluster = access.cluster();
    @Nullable PhysicalConnection pinned = binding.pinned(intent);
    if (pinned != null) {
      return !pinned.dead() && binding.answers(pinned, deadline, cluster.topology());
    }
    binding.dropUnfit(cluster.topology(), deadline);
    ServerSelector candidates = access.policy().candidates(intent);
    @Nullable PhysicalConnection held = binding.heldAmong(candidates.select(cluster.topology()));
    if (held != null) {
      if (binding.answers(held, deadline, cluster.topology())) {
        return true;
      }
      binding.lost(held, new SQLException("a validation was not answered", "08006"));
    }
    try {
      return !binding.await(candidates, deadline).isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
