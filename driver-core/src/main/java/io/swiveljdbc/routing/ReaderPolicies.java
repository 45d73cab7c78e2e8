package io.swiveljdbc.routing;

import io.swiveljdbc.option.Nearest;
import io.swiveljdbc.spi.ReaderPolicy;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

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

  /**
   * The policy of this name.
   *
   * @throws SQLException 22023 when there is none
   */
  public static ReaderPolicy named(String name) throws SQLException {
    Map<String, ReaderPolicy> known = Holder.BY_NAME;
    @Nullable ReaderPolicy policy = known.get(name);
    if (policy == null) {
      throw new SQLException(
          "The option swivel.readerPolicy=%s is not one of %s; did you mean %s?"
              .formatted(name, String.join(", ", known.keySet()), Nearest.to(name, known.keySet())),
          "22023");
    }
    return policy;
  }
}
