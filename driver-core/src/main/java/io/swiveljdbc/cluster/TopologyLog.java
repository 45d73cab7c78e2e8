package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Topology;
import io.swiveljdbc.topology.TopologyChange;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for every change of a topology: what, why, and how long it took.
 *
 * <p>Changes are taken in their order, under the cluster's lock, and written without it: an
 * appender may block.
 */
final class TopologyLog {

  private static final Logger LOG = LoggerFactory.getLogger("io.swiveljdbc.topology");

  private final List<HostAddress> seeds;
  private final Queue<TopologyChange> changes = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean writing = new AtomicBoolean();
  private volatile long writerLostAt;

  TopologyLog(List<HostAddress> seeds) {
    this.seeds = List.copyOf(seeds);
    this.writerLostAt = System.nanoTime();
  }

  /** Takes a change, to be written later. */
  void changed(TopologyChange change) {
    changes.add(change);
  }

  /** Writes what was taken, unless another thread is at it and will do so. */
  void write() {
    while (!changes.isEmpty() && writing.compareAndSet(false, true)) {
      try {
        for (TopologyChange next = changes.poll(); next != null; next = changes.poll()) {
          write(next);
        }
      } finally {
        writing.set(false);
      }
    }
  }

  private void write(TopologyChange change) {
    if (change.writerLost()) {
      writerLostAt = System.nanoTime();
    }
    warn(change);
    if (change.conflictArose()) {
      LOG.error(
          "cluster {}: {} claim to be the writer of term {} with equal right ({}){}",
          seeds,
          change.after().conflict(),
          change.after().term(),
          change.why(),
          advice(change.after()));
    }
    List<String> differences = change.differences();
    if (!differences.isEmpty()) {
      LOG.info(
          "cluster {}: {}{}; because {}",
          seeds,
          String.join(", ", differences),
          change.writerFound() ? ", writable after " + sinceLost() + " ms" : "",
          change.why());
    }
  }

  private void warn(TopologyChange change) {
    if (change.databaseReplaced()) {
      LOG.warn(
          "cluster {}: the database behind these names is another one now ({} after {}); roles and"
              + " terms are learnt anew ({})",
          seeds,
          change.after().database(),
          change.before().database(),
          change.why());
    }
    for (HostAddress parted : change.parted()) {
      LOG.warn(
          "cluster {}: {} reports another database while others show {} still, as a member does"
              + " that was bootstrapped beside its group: it is left out until it comes back to"
              + " them, or most report the same ({})",
          seeds,
          parted,
          change.after().database(),
          change.why());
    }
  }

  /** What the servers in conflict say of it, each word once. */
  private static String advice(Topology topology) {
    return topology.conflict().stream()
        .flatMap(party -> topology.server(party).map(server -> server.self().note()).stream())
        .distinct()
        .map(note -> "; " + note)
        .collect(Collectors.joining());
  }

  private long sinceLost() {
    return Duration.ofNanos(System.nanoTime() - writerLostAt).toMillis();
  }
}
