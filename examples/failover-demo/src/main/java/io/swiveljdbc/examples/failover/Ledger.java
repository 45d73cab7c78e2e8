package io.swiveljdbc.examples.failover;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The clients' own book: each write by its id, and what they were told of it. */
final class Ledger {
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();
  private final Map<String, Long> firstAcknowledgedAt = new ConcurrentHashMap<>();

  long nextId() {
    return lastId.incrementAndGet();
  }

  /** Notes when a server's first acknowledgement came, as of {@link System#nanoTime()}. */
  void acknowledgedBy(String server, long atNanos) {
    firstAcknowledgedAt.merge(server, atNanos, Math::min);
  }

  Optional<Long> firstAcknowledgedAt(String server) {
    return Optional.ofNullable(firstAcknowledgedAt.get(server));
  }

  void enter(long id, Outcome outcome) {
    outcomes.put(id, outcome);
  }

  Map<Long, Outcome> outcomes() {
    return Map.copyOf(outcomes);
  }
}
