package io.swiveljdbc.cluster;

import io.swiveljdbc.spi.ReaderPolicy;
import io.swiveljdbc.topology.HostAddress;
import java.time.Duration;

/** What is known of the load of a cluster's servers. */
record ClusterLoad(OpenConnections open, RoundTrips roundTrips) implements ReaderPolicy.Load {

  @Override
  public int connections(HostAddress server) {
    return open.count(server);
  }

  @Override
  public Duration roundTrip(HostAddress server) {
    return roundTrips.of(server);
  }
}
