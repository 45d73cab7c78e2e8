package io.swiveljdbc.routing;

import io.swiveljdbc.spi.ReaderPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

/** The policies by which readers are chosen, by name: Swivel's own and those on the class path. */
public final class ReaderPolicies {

  private ReaderPolicies() {}

  private static final class Holder {
    static final Map<String, ReaderPolicy> BY_NAME = load();

    private static Map<String, ReaderPolicy> load() {
      Map<String, ReaderPolicy> policies = new LinkedHashMap<>();
      add(policies, new LeastBusy());
      add(policies, new RoundRobin());
      add(policies, new NearestReader());
      ServiceLoader.load(ReaderPolicy.class, ReaderPolicies.class.getClassLoader())
          .forEach(policy -> add(policies, policy));
      return policies;
    }

    private static void add(Map<String, ReaderPolicy> policies, ReaderPolicy policy) {
      policies.put(policy.name(), policy);
    }
  }

  /** The names of all. */
  public static List<String> names() {
    return List.copyOf(Holder.BY_NAME.keySet());
  }

  /** The policy of one of these names. */
  public static ReaderPolicy named(String name) {
    return Objects.requireNonNull(Holder.BY_NAME.get(name), name);
  }
}
