package io.swiveljdbc.benchmarks.outage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The threads' own book: each row by its id, and what is known of it. */
final class Ledger {
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();

  long nextId() {
    return lastId.incrementAndGet();
  }

  void enter(long id, Outcome outcome) {
    outcomes.put(id, outcome);
  }

  Map<Long, Outcome> outcomes() {
    return Map.copyOf(outcomes);
  }
}
