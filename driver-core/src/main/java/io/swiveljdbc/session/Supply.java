package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a logical connection gets its physical ones from: new ones, or those of a pool. */
interface Supply {

  /**
   * Whoever wants a connection, and may give up meanwhile.
   *
   * @see Binding
   */
  interface Taker {

    /** Whether it wants none any more. */
    boolean givenUp();

    /**
     * Says what ends the wait that begins now; ended at once where it has given up already.
     *
     * @param end may be called by any thread, also when the wait is over
     */
    void waitsFor(Runnable end);
  }

  /**
   * Gets a connection to a server that is what the topology takes it for.
   *
   * @return null when there is none to be had, though no failure: the server is another than
   *     expected, which the topology knows by then, or the time is over
   * @throws SQLException the target driver's, when the server cannot be reached or does not let us
   *     in; 08001 when the thread was interrupted
   */
  @Nullable PhysicalConnection take(Access access, HostAddress server, Deadline end, Taker taker)
      throws SQLException;

  /**
   * Gives a connection to this server that lies ready and is in no doubt, so that nobody waits.
   *
   * @return null where there is none, or finding out would take time
   */
  default @Nullable PhysicalConnection takeReady(Topology now, Server server) {
    return null;
  }

  /** Whether connections are kept that no logical connection uses. */
  default boolean keeps() {
    return false;
  }

  /** Whether a connection goes back as soon as no transaction needs it. */
  default boolean shares() {
    return false;
  }

  /**
   * Those first that can give a connection at once.
   *
   * @param servers in the order of the policy
   */
  default List<Server> inOrder(List<Server> servers) {
    return servers;
  }
}
