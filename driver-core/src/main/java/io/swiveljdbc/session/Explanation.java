package io.swiveljdbc.session;

import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says why there is no server for a transaction: which were tried, and what each said. */
final class Explanation {

  private Explanation() {}

  static String noServer(Access access, Intent intent, Duration waited) {
    Topology topology = access.cluster().topology();
    String wanted = intent == Intent.READ_WRITE ? "writer" : "server for reads";
    if (intent == Intent.READ_WRITE && !topology.conflict().isEmpty()) {
      return "No writer: %s claim to be the writer%s with equal right, and none is trusted%s"
          .formatted(topology.conflict(), ofTerm(topology), advice(topology, Role.WRITER));
    }
    return "No %s within %d ms: %s%s"
        .formatted(
            wanted,
            waited.toMillis(),
            servers(topology),
            intent == Intent.READ_WRITE ? advice(topology, Role.READER) : "");
  }

  private static String ofTerm(Topology topology) {
    return topology.term().equals(Term.NONE) ? "" : " of term " + topology.term();
  }

  /** What those that claim this role say of it besides, each word once. */
  private static String advice(Topology topology, Role claim) {
    return topology.servers().stream()
        .filter(server -> server.health() == Health.UP && server.claim() == claim)
        .map(server -> server.self().note())
        .filter(Objects::nonNull)
        .distinct()
        .map(note -> "; " + note)
        .collect(Collectors.joining());
  }

  static String refused(Access access, List<Server> servers) {
    return "Every fit server refused the login of %s: %s"
        .formatted(
            access.target().user(),
            servers.stream().map(s -> s.address().toString()).collect(Collectors.joining(", ")));
  }

  /** Each server with its role or its problem. */
  static String servers(Topology topology) {
    return topology.servers().stream().map(Server::toString).collect(Collectors.joining(", "));
  }
}
