package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The logins that monitors may use: those that applications presented, the one that proved good
 * last first. A password presented later for the same user and database replaces the earlier one.
 */
final class Logins {

  private final AtomicReference<List<Target>> ordered;

  Logins(Target first) {
    ordered = new AtomicReference<>(List.of(first));
  }

  /** The logins to try, in order. */
  List<Target> inOrder() {
    return ordered.get();
  }

  /** Says that a server let this login in. */
  void proven(Target target) {
    if (!ordered.get().get(0).equals(target)) {
      ordered.updateAndGet(known -> first(target, known));
    }
  }

  /** The login to use where this one was presented: the same with the newest good password. */
  Target newest(Target target) {
    for (Target known : ordered.get()) {
      if (known.account().equals(target.account())) {
        return known;
      }
    }
    return target;
  }

  private static List<Target> first(Target target, List<Target> known) {
    Map<Target, Target> unique = new LinkedHashMap<>();
    unique.put(target.account(), target);
    known.forEach(other -> unique.putIfAbsent(other.account(), other));
    return List.copyOf(unique.values());
  }
}
