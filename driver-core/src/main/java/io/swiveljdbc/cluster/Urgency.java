package io.swiveljdbc.cluster;

import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Topology;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether servers are to be asked at short intervals: there is no writer, one is in doubt, or one
 * leaves a question unanswered.
 */
final class Urgency {

  /** How long servers are asked urgently although nobody waits. */
  private static final long LASTS_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final AtomicInteger waiting = new AtomicInteger();

  /** Servers that leave a question unanswered just now. */
  private final Set<HostAddress> alarms = ConcurrentHashMap.newKeySet();

  private volatile long changedAt = System.nanoTime();

  boolean holds(Topology topology) {
    return !alarms.isEmpty()
        || (!topology.calm() && (waiting.get() > 0 || System.nanoTime() - changedAt < LASTS_NANOS));
  }

  /** The topology has changed. */
  void changed() {
    changedAt = System.nanoTime();
  }

  /** Somebody begins to wait for a server. */
  void waitBegins() {
    waiting.incrementAndGet();
  }

  void waitEnds() {
    waiting.decrementAndGet();
  }

  /** A server leaves a question unanswered; false if that was known. */
  boolean alarm(HostAddress silent) {
    return alarms.add(silent);
  }

  /** It is silent no longer, or known to be down. */
  void endAlarm(HostAddress server) {
    alarms.remove(server);
  }

  /** Only these belong to the cluster now. */
  void retain(Set<HostAddress> members) {
    alarms.retainAll(members);
  }
}
