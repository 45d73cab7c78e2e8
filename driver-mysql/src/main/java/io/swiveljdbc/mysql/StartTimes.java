package io.swiveljdbc.mysql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When servers were started. They tell how many whole seconds they are up, so that what is computed
 * from it may differ by one from answer to answer; no server is started twice within a second.
 */
final class StartTimes {

  private final Map<String, Long> known = new ConcurrentHashMap<>();

  /** The second in which this server was started, always the same until it is started anew. */
  long of(String server, long computed) {
    return known.merge(
        server, computed, (before, now) -> Math.abs(now - before) <= 1 ? before : now);
  }
}
