package io.swiveljdbc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReaderPoliciesTest {

  private static final Server A = Server.unasked(new HostAddress("a", 1));
  private static final Server B = Server.unasked(new HostAddress("b", 1));
  private static final Server C = Server.unasked(new HostAddress("c", 1));
  private static final List<Server> ALL = List.of(A, B, C);

  /** The figures of each server: connections, and milliseconds of a round trip. */
  private record Figures(Map<String, Integer> connections, Map<String, Integer> millis)
      implements ReaderPolicy.Load {
    @Override
    public int connections(HostAddress server) {
      return connections.getOrDefault(server.host(), 0);
    }

    @Override
    public Duration roundTrip(HostAddress server) {
      return Duration.ofMillis(millis.getOrDefault(server.host(), 0));
    }
  }

  private static Set<Server> firsts(String policy, ReaderPolicy.Load load) {
    Set<Server> firsts = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      firsts.add(ReaderPolicies.named(policy).order(ALL, load).get(0));
    }
    return firsts;
  }

  @Test
  void roundRobinTakesOneAfterTheOther() {
    ReaderPolicy policy = new RoundRobin();
    Figures none = new Figures(Map.of(), Map.of());
    for (int i = 0; i < 6; i++) {
      assertThat(policy.order(ALL, none).get(0)).isEqualTo(ALL.get(i % 3));
    }
  }

  @Test
  void leastBusyNeverTakesTheBusiest() {
    Figures load = new Figures(Map.of("a", 5, "b", 2, "c", 1), Map.of());
    assertThat(firsts("least-busy", load)).containsExactlyInAnyOrder(B, C);
  }

  @Test
  void nearestSharesAmongThoseThatAreNearlyAsNear() {
    Figures load = new Figures(Map.of(), Map.of("a", 4, "b", 6, "c", 9));
    assertThat(firsts("nearest", load)).containsExactlyInAnyOrder(A, B);
  }
}
