package io.swiveljdbc.topology;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From which version of the topology connections to its servers are good. */
final class Renewal {

  private Renewal() {}

  /** Gives the new topology its version, and the changed servers the version they are good from. */
  static Topology stamped(Topology candidate, Topology original) {
    long version = original.version() + 1;
    List<Server> stamped =
        candidate.servers().stream()
            .map(server -> renewed(server, original) ? server.withSince(version) : server)
            .toList();
    return new Topology(
        version,
        stamped,
        candidate.database(),
        candidate.reign(),
        candidate.settled(),
        candidate.conflict());
  }

  /** Whether connections opened to the server until now are of no use. */
  private static boolean renewed(Server now, Topology original) {
    @Nullable Server then = original.server(now.address()).orElse(null);
    if (then == null) {
      return true;
    }
    boolean cameBack = then.health() == Health.DOWN && now.health() != Health.DOWN;
    return cameBack
        || then.role() != now.role()
        || !Objects.equals(then.instance(), now.instance());
  }
}
