package io.swiveljdbc.mysql;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which servers replicate in a ring. Each of them is the replica of another there, so that this
 * tells nobody's role: whether they take writes does.
 *
 * <p>After a switchover an old answer and a new one can look like a ring. So the answers of the
 * others count only if they were given after this server was first seen to follow the same sources.
 */
final class Rings {

  private record Following(Set<String> sources, long since, long askedAt) {}

  private final Map<String, Following> known = new ConcurrentHashMap<>();

  /**
   * Takes in whom a server follows, and says whether that leads back to it.
   *
   * @param askedAt on the clock of {@link System#nanoTime()}
   */
  boolean closedBy(String server, Set<String> sources, long askedAt) {
    Following now =
        known.merge(
            server,
            new Following(sources, askedAt, askedAt),
            (before, seen) ->
                before.sources.equals(sources)
                    ? new Following(sources, before.since, askedAt)
                    : seen);
    return leadsTo(server, sources, now.since, new HashSet<>());
  }

  private boolean leadsTo(String server, Set<String> from, long since, Set<String> passed) {
    for (String source : from) {
      if (source.equals(server)) {
        return true;
      }
      @Nullable Following next = known.get(source);
      if (next != null
          && next.askedAt - since > 0
          && passed.add(source)
          && leadsTo(server, next.sources, since, passed)) {
        return true;
      }
    }
    return false;
  }
}
