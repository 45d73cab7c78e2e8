package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Topology;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a first claim to be the writer waits for the other seeds: a process that has just begun
 * must not take an old writer that woke up because it answered fastest.
 */
final class FirstClaim {

  private static final Deadline NEVER = Deadline.after(Duration.ofDays(36_500));

  private final Duration patience;
  private volatile @Nullable Deadline due;

  FirstClaim(Duration patience) {
    this.patience = patience;
  }

  /** Says that the topology changed; for one thread at a time. */
  void changed(Topology after) {
    if (!waits(after)) {
      due = null; // the next first claim waits its own time
    } else if (due == null) {
      due = Deadline.after(patience);
    }
  }

  /** When the claim of this topology need wait no longer; never where there is none that waits. */
  Deadline due(Topology now) {
    Deadline known = due;
    return known != null && waits(now) ? known : NEVER;
  }

  private static boolean waits(Topology topology) {
    return !topology.settled()
        && topology.servers().stream()
            .anyMatch(server -> server.claim() == Role.WRITER || server.self().willing());
  }
}
