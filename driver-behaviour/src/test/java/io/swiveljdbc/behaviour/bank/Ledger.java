package io.swiveljdbc.behaviour.bank;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the callers were told, of each transfer; and whatever nobody should have been told. */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final int SURPRISES_KEPT = 20;

  private record Longest(long nanos, String what) {}

  private final AtomicReference<Longest> longest = new AtomicReference<>(new Longest(0, "nothing"));
  private final AtomicLong lastTerm = new AtomicLong();
  private final Map<Long, Outcome> told = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

  /** A server has told a teller its term. */
  void sawTerm(long term) {
    lastTerm.accumulateAndGet(term, Math::max);
  }

  /** The highest that a server has told. */
  long lastTerm() {
    return lastTerm.get();
  }

  void record(Transfer transfer, Outcome outcome) {
    told.put(transfer.id(), outcome);
  }

  Map<Long, Outcome> told() {
    return Map.copyOf(told);
  }

  /** Remembers what took longest. */
  void took(String what, long nanos) {
    longest.accumulateAndGet(new Longest(nanos, what), (a, b) -> a.nanos() > b.nanos() ? a : b);
  }

  void count(String what) {
    counts.computeIfAbsent(what, unused -> new LongAdder()).increment();
  }

  void surprise(String what) {
    count("surprises");
    if (surprises.size() < SURPRISES_KEPT) {
      surprises.add(what);
    }
  }

  void surprise(String what, Throwable cause) {
    LOG.warn("{}", what, cause);
    surprise(what + ": " + cause + ", caused by " + cause.getCause());
  }

  List<String> surprises() {
    return List.copyOf(surprises);
  }

  /** How often each thing happened, for a person. */
  @Override
  public String toString() {
    return new TreeMap<>(counts)
        + ", at most "
        + longest.get().nanos() / 1_000_000
        + " ms in "
        + longest.get().what();
  }
}
