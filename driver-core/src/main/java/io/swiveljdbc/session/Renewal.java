package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is opened in place of a connection that is over while its logical connection lies in a pool,
 * so that the next borrower need not wait for it. Where there is nothing to be had the old one
 * stays.
 *
 * @param unwanted whether the logical connection is closed
 * @see Replacement
 */
record Renewal(Access access, BooleanSupplier unwanted) implements Supply.Taker {

  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  /** Its successor, of the same role; null for none. */
  @Nullable PhysicalConnection of(PhysicalConnection old) {
    Optional<Server> target = Replacement.target(old, servers(old), access.cluster().load());
    old.tenure().goOn(); // or a borrower who comes meanwhile would open another one himself
    if (target.isEmpty()) {
      return null;
    }
    @Nullable PhysicalConnection opened = opened(target.get());
    if (opened == null) {
      old.tenure().rest();
    }
    return opened;
  }

  /** Those of its role that are fit now, in the order of the policy. */
  private List<Server> servers(PhysicalConnection old) {
    Topology now = access.cluster().topology();
    Role role = old.sealed() ? Role.READER : Role.WRITER;
    Intent intent = old.sealed() ? Intent.READ_ONLY : Intent.READ_WRITE;
    return access.policy().selector(intent).select(now).stream()
        .filter(server -> server.role() == role)
        .toList();
  }

  private @Nullable PhysicalConnection opened(Server server) {
    Deadline end = Deadline.after(Replacement.PATIENCE);
    try {
      return access.supply().take(access, server.address(), end, this);
    } catch (SQLException e) {
      LOG.debug("no connection to {} in place of an old one", server.address(), e);
      return null;
    }
  }

  @Override
  public boolean givenUp() {
    return unwanted.getAsBoolean();
  }

  /** It is over soon by itself. */
  @Override
  public void waitsFor(Runnable end) {}
}
