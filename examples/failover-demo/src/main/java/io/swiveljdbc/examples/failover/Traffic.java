package io.swiveljdbc.examples.failover;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** How many operations succeeded where, in every tenth of a second. */
final class Traffic {
  static final int BUCKET_MILLIS = 100;

  private final Map<String, Map<Operation, AtomicIntegerArray>> counts = new LinkedHashMap<>();
  private final int buckets;

  Traffic(List<String> servers, Duration duration) {
    buckets = (int) (duration.toMillis() / BUCKET_MILLIS);
    for (String server : servers) {
      Map<Operation, AtomicIntegerArray> ofServer = new LinkedHashMap<>();
      for (Operation operation : Operation.values()) {
        // The last one takes what comes after the end.
        ofServer.put(operation, new AtomicIntegerArray(buckets + 1));
      }
      counts.put(server, ofServer);
    }
  }

  void count(String server, Operation operation, long atMillis) {
    int bucket = (int) Math.min(atMillis / BUCKET_MILLIS, buckets);
    counts(server, operation).incrementAndGet(bucket);
  }

  List<String> servers() {
    return List.copyOf(counts.keySet());
  }

  long total(String server, Operation operation) {
    return sum(server, operation, 0, buckets + 1);
  }

  long total(Operation operation) {
    return servers().stream().mapToLong(server -> total(server, operation)).sum();
  }

  /** Between two times after the beginning, in milliseconds. */
  long between(String server, Operation operation, long from, long to) {
    return sum(server, operation, (int) (from / BUCKET_MILLIS), (int) (to / BUCKET_MILLIS));
  }

  private long sum(String server, Operation operation, int from, int to) {
    AtomicIntegerArray array = counts(server, operation);
    return IntStream.range(Math.max(from, 0), Math.min(to, array.length()))
        .mapToLong(array::get)
        .sum();
  }

  private AtomicIntegerArray counts(String server, Operation operation) {
    Map<Operation, AtomicIntegerArray> ofServer = counts.get(server);
    if (ofServer == null) {
      throw new IllegalArgumentException("no server " + server);
    }
    return ofServer.get(operation);
  }
}
