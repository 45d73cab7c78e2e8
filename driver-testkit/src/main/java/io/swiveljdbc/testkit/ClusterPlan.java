package io.swiveljdbc.testkit;

import org.jspecify.annotations.Nullable;

/** What a builder was asked for. */
record ClusterPlan(
    int readers,
    boolean synchronous,
    boolean tls,
    String user,
    @Nullable String password,
    String database) {

  boolean hasOrdinaryUser() {
    return password != null;
  }
}
