package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.routing.ReaderPolicies;
import io.swiveljdbc.routing.RoutingPolicy;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;

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
}
