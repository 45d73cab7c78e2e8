package io.swiveljdbc.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a builder was asked for. */
record ClusterPlan(
    int readers,
    boolean synchronous,
    boolean tls,
    String user,
    @Nullable String password,
    String database,
    Map<String, String> settings,
    @Nullable String image) {

  ClusterPlan {
    settings = Map.copyOf(settings);
  }

  /** Whether the writer waits for acknowledgements: without readers nobody would give one. */
  boolean waitsForReaders() {
    return synchronous && readers > 0;
  }

  boolean hasOrdinaryUser() {
    return password != null;
  }
}
