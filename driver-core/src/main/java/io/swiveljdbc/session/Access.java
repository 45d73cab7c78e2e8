package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.routing.Intent;
import io.swiveljdbc.routing.ReaderPolicies;
import io.swiveljdbc.routing.RoutingPolicy;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a logical connection needs to reach its cluster.
 *
 * @param engine the database family
 * @param cluster the cluster
 * @param target whom to log in as, and where
 * @param options the options of the URL
 * @param policy from an intent to servers
 * @param readings what SQL texts mean
 * @param supply where its physical connections come from
 */
record Access(
    Engine engine,
    Cluster cluster,
    Target target,
    Options options,
    RoutingPolicy policy,
    SqlReadings readings,
    Supply supply) {

  /** With a new physical connection each time. */
  Access(Engine engine, Cluster cluster, Target target, Options options) {
    this(engine, cluster, target, options, new NewConnections());
  }

  Access(Engine engine, Cluster cluster, Target target, Options options, Supply supply) {
    this(
        engine,
        cluster,
        target,
        options,
        new RoutingPolicy(
            options.readFallback(), ReaderPolicies.named(options.readerPolicy()), cluster.load()),
        SqlReadings.of(cluster, engine),
        supply);
  }

  /**
   * The server on which a transaction of this intent is best run now, null for none. Where there is
   * only one, the policy of readers is not asked.
   */
  @Nullable Server firstChoice(Intent intent, Topology now) {
    List<Server> servers = policy.candidates(intent).select(now);
    if (servers.size() > 1) {
      servers = supply.inOrder(policy.selector(intent).select(now));
    }
    return servers.isEmpty() ? null : servers.get(0);
  }
}
