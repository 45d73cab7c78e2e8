package io.swiveljdbc.benchmarks.outage;

import java.lang.reflect.Field;
import java.util.Map;

/**
 * What pgjdbc remembers, for ten seconds and JVM-wide, of the hosts of its multi-host URLs. Runs
 * follow each other more quickly than failovers do; forgetting it makes them independent.
 */
final class HostMemory {
  private HostMemory() {}

  static void forget() {
    try {
      Field hosts =
          Class.forName("org.postgresql.hostchooser.GlobalHostStatusTracker")
              .getDeclaredField("hostStatusMap");
      hosts.setAccessible(true);
      Map<?, ?> memory = (Map<?, ?>) hosts.get(null);
      memory.clear();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this pgjdbc keeps its memory of hosts elsewhere", e);
    }
  }
}
