package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.topology.Role;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server that refused a write whether it is still the writer. The refusal itself proves
 * nothing: an application can declare its own transaction read-only in many ways.
 */
final class RoleCheck {

  private final Access access;

  RoleCheck(Access access) {
    this.access = access;
  }

  /** Whether the connection's server is proved to be the writer still. */
  boolean confirmsWriter(PhysicalConnection bound) {
    Cluster cluster = access.cluster();
    try {
      // Over a connection of its own: the one that failed may be in a failed transaction.
      @Nullable DriverSession fresh =
          new Opening(access, cluster.prober().newest(access.target()), bound.address(), wire -> {})
              .open(Deadline.after(access.options().connectTimeout()));
      if (fresh != null) {
        fresh.end();
      }
    } catch (SQLException e) {
      // No answer is no proof; what is known decides.
    }
    return cluster
        .topology()
        .server(bound.address())
        .map(server -> server.role() == Role.WRITER && bound.goodAt(cluster.topology()))
        .orElse(false);
  }
}
